'use client';

import { Eye, EyeOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ComponentProps, type ReactNode, useId, useState } from 'react';

import { useFieldErrorText } from '../i18n/use-error-text.ts';
import { cx } from './cx.ts';
import { IconButton } from './icon-button.tsx';

export type Labels = {
  label: string;
  /** What is asked for; it stays beside what is wrong. */
  hint?: ReactNode;
  /** Key of what is wrong (`too_long`, …), from the contract or the service. */
  error?: string | undefined;
  /** In place of the sentence for `error`, where there is more to say. */
  errorNote?: ReactNode;
  isOptional?: boolean;
};

export type TextFieldProps = Labels & ComponentProps<'input'> & { prefix?: string };

/** A labelled line of input; takes `{...form.register('name')}`. A password can be shown. */
export function TextField(props: TextFieldProps): ReactNode {
  const { label, hint, error, errorNote, isOptional, prefix, ...input } = props;
  const [isShown, setShown] = useState(false);
  const t = useTranslations('ui');
  const isPassword = input.type === 'password';
  return (
    <Labelled {...{ label, hint, error, errorNote, isOptional }}>
      {(ids) => (
        <div className={fieldBox}>
          {prefix && (
            <span aria-hidden="true" className="ps-3 text-ink-3">
              {prefix}
            </span>
          )}
          <input
            {...input}
            {...ids}
            type={isPassword && isShown ? 'text' : input.type}
            className={cx(
              // A telephone zooms into what is smaller, and stays there.
              'h-11 w-full min-w-0 bg-transparent pe-3 outline-none pointer-coarse:text-body',
              prefix ? 'ps-0.5' : 'ps-3',
            )}
          />
          {isPassword && (
            <IconButton
              label={t(isShown ? 'hidePassword' : 'showPassword')}
              aria-pressed={isShown}
              onClick={() => setShown(!isShown)}
              className="me-1"
            >
              {isShown ? <EyeOff className="size-4.5" /> : <Eye className="size-4.5" />}
            </IconButton>
          )}
        </div>
      )}
    </Labelled>
  );
}

/** What is wrong with a field, tied to it by `id` and `aria-describedby`. */
export function FieldError(props: {
  id?: string;
  error: string | undefined;
  note?: ReactNode;
}): ReactNode {
  const { id, error, note } = props;
  const errorText = useFieldErrorText();
  return (
    <p id={id} className="text-s text-danger empty:hidden">
      {note ?? errorText(error)}
    </p>
  );
}

export type FieldIds = {
  id: string;
  'aria-invalid': boolean;
  'aria-describedby': string;
};

/** A name above a field, and what is asked for or wrong below it. */
export function Labelled(
  props: { [K in keyof Labels]: Labels[K] | undefined } & {
    children: (ids: FieldIds) => ReactNode;
  },
): ReactNode {
  const id = useId();
  const t = useTranslations('ui');
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-s font-[650]">
        {props.label}
        {props.isOptional && <span className="ms-1.5 font-normal text-ink-3">{t('optional')}</span>}
      </label>
      {props.children({
        id,
        'aria-invalid': props.error !== undefined,
        'aria-describedby': `${id}-error ${id}-hint`,
      })}
      <FieldError id={`${id}-error`} error={props.error} note={props.errorNote} />
      {props.hint && (
        <p id={`${id}-hint`} className="text-s text-ink-3">
          {props.hint}
        </p>
      )}
    </div>
  );
}

/** The frame of a field. */
export const fieldBox = cx(
  'flex items-center rounded-2 border border-line-strong bg-surface transition-colors duration-(--fast)',
  'focus-within:border-focus focus-within:outline-2 focus-within:outline-focus has-aria-invalid:border-danger',
);
