'use client';

import type { ComponentProps, ReactNode } from 'react';

import { fieldBox, Labelled, type Labels } from './text-field.tsx';

export type TextAreaFieldProps = Labels & ComponentProps<'textarea'>;

/** Some labelled lines of text, as tall as they need; takes `{...form.register('name')}`. */
export function TextAreaField(props: TextAreaFieldProps): ReactNode {
  const { label, hint, error, isOptional, ...area } = props;
  return (
    <Labelled {...{ label, hint, error, isOptional }}>
      {(ids) => (
        <div className={fieldBox}>
          <textarea
            rows={3}
            {...area}
            {...ids}
            className="field-sizing-content max-h-80 min-h-24 w-full min-w-0 resize-none bg-transparent px-3 py-2 leading-body outline-none pointer-coarse:text-body"
          />
        </div>
      )}
    </Labelled>
  );
}
