'use client';

import type { ReactNode, Ref } from 'react';

import { cx } from '../../ui/cx.ts';
import { submitOnShortcut } from './submit-on-shortcut.ts';

type GrowingTextAreaProps = {
  id: string;
  label: string;
  placeholder: string;
  value: string;
  isReadOnly: boolean;
  describedBy: string;
  isInvalid: boolean;
  minRows?: 1 | 3;
  size?: 'm' | 'l';
  ref?: Ref<HTMLTextAreaElement>;
  onChange: (value: string) => void;
  onSubmit: () => void;
  /** Escape was pressed. */
  onEscape?: (() => void) | undefined;
};

/** A text area as tall as its text: a hidden copy in the same grid cell gives the height, so nothing is measured. */
export function GrowingTextArea({ ref, ...props }: GrowingTextAreaProps): ReactNode {
  const rows = props.minRows === 3 ? 'min-h-24' : 'min-h-11';
  const look = `${cell} ${rows} ${props.size === 'l' ? 'text-l' : 'text-body'}`;
  return (
    <div className={cx('grid min-w-0', props.minRows === 3 && box)}>
      <textarea
        {...(ref && { ref })}
        id={props.id}
        dir="auto"
        aria-label={props.label}
        aria-describedby={props.describedBy}
        aria-invalid={props.isInvalid}
        placeholder={props.placeholder}
        readOnly={props.isReadOnly}
        rows={1}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !event.nativeEvent.isComposing) props.onEscape?.();
          else submitOnShortcut(event, props.onSubmit);
        }}
        className={`${look} resize-none overflow-hidden bg-transparent outline-none placeholder:text-ink-3 read-only:text-ink-3`}
      />
      <div aria-hidden className={`${look} pointer-events-none invisible whitespace-pre-wrap`}>
        {props.value || props.placeholder}{' '}
      </div>
    </div>
  );
}

// Alone in a dialog it needs bounds; in a list of posts its own row shows the focus.
const box =
  'rounded-2 border border-line-strong px-3 py-1 focus-within:border-focus focus-within:outline-2 focus-within:outline-focus';

const cell = 'col-start-1 row-start-1 w-full min-w-0 py-1.5 leading-body';
