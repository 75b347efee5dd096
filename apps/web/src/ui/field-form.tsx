'use client';

import type { ComponentProps, ReactNode } from 'react';

import { useErrorText } from '../i18n/use-error-text.ts';
import { cx } from './cx.ts';

/** A form of labelled fields: below them what the service said, unless it stands beside a field, then what sends it. */
export function FieldForm(props: {
  onSubmit: NonNullable<ComponentProps<'form'>['onSubmit']>;
  failure: unknown;
  className?: string;
  /** The button. */
  action: ReactNode;
  /** The fields. */
  children: ReactNode;
}): ReactNode {
  const { onSubmit, failure, className, action, children } = props;
  const errorText = useErrorText();
  return (
    // POST: a form sent before its script has come must not write a password into the address.
    <form method="post" noValidate onSubmit={onSubmit} className={cx('grid gap-5', className)}>
      {children}
      <div role="alert" className="empty:hidden">
        {failure !== null && <FailureNote>{errorText(failure)}</FailureNote>}
      </div>
      {action}
    </form>
  );
}

/** What went wrong, in a frame. */
export function FailureNote({ className, ...props }: ComponentProps<'p'>): ReactNode {
  return (
    <p
      {...props}
      className={cx('rounded-2 border border-danger px-3.5 py-2.5 text-s text-danger', className)}
    />
  );
}
