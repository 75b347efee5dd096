'use client';

import type { ReactNode } from 'react';

import { Pill } from '../../ui/pill.tsx';

/** Tells that a feed has more on top. It floats and takes no room, so that its coming and going moves nothing. */
export function NewPostsPill(props: {
  /** Null: nothing new. */
  text: string | null;
  isBusy: boolean;
  onPress: () => void;
}): ReactNode {
  return (
    <div aria-live="polite" className="sticky top-16 z-10 flex h-0 justify-center">
      {props.text !== null && (
        <Pill
          data-shortcut="."
          aria-disabled={props.isBusy}
          onClick={() => {
            if (!props.isBusy) props.onPress();
          }}
          className="mt-3 h-max"
        >
          {props.text}
        </Pill>
      )}
    </div>
  );
}
