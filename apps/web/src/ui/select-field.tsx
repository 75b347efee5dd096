'use client';

import { ChevronDown } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';

import { cx } from './cx.ts';
import { fieldBox, Labelled, type Labels } from './text-field.tsx';

export type SelectFieldProps = Labels &
  ComponentProps<'select'> & { options: readonly { value: string; label: string }[] };

/** A labelled choice of many; takes `{...form.register('name')}`. The device shows the list its own way. */
export function SelectField(props: SelectFieldProps): ReactNode {
  const { label, hint, error, isOptional, options, ...select } = props;
  return (
    <Labelled {...{ label, hint, error, isOptional }}>
      {(ids) => (
        <div className={cx(fieldBox, 'relative')}>
          <select
            {...select}
            {...ids}
            className="h-11 w-full min-w-0 appearance-none bg-transparent ps-3 pe-9 text-ellipsis outline-none pointer-coarse:text-body"
          >
            {options.map((option) => (
              <option key={option.value} value={option.value} className="bg-surface text-ink">
                {option.label}
              </option>
            ))}
          </select>
          <ChevronDown
            aria-hidden="true"
            className="pointer-events-none absolute end-3 size-4 text-ink-3"
          />
        </div>
      )}
    </Labelled>
  );
}
