'use client';

import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';

import { Button } from '../../ui/button.tsx';
import { FieldForm } from '../../ui/field-form.tsx';

export type AuthFormProps = {
  title: string;
  intro: string;
  submit: string;
  isBusy: boolean;
  /** What the service said, unless it stands beside a field. */
  failure: unknown;
  onSubmit: NonNullable<ComponentProps<'form'>['onSubmit']>;
  /** The fields. */
  children: ReactNode;
  /** What stands before and after the form: how an attempt elsewhere ended, the other ways in. */
  before?: ReactNode;
  after?: ReactNode;
  /** The way to the other form: "New here? Create an account". */
  other: { question: string; answer: string; href: string };
};

/** What log-in and sign-up have in common: heading, fields, what went wrong, one button. */
export function AuthForm(props: AuthFormProps): ReactNode {
  return (
    <>
      <AuthHeading title={props.title} intro={props.intro} />
      {props.before}
      <FieldForm
        onSubmit={props.onSubmit}
        failure={props.failure}
        action={
          <Button type="submit" isBusy={props.isBusy} className="min-h-11">
            {props.submit}
          </Button>
        }
      >
        {props.children}
      </FieldForm>
      {props.after}
      <OtherForm {...props.other} />
    </>
  );
}

export function AuthHeading({ title, intro }: { title: string; intro: string }): ReactNode {
  return (
    <>
      <h1 className="text-2xl leading-tight font-bold tracking-tight">{title}</h1>
      <p className="mt-1 mb-7 text-ink-2">{intro}</p>
    </>
  );
}

export function OtherForm({ question, answer, href }: AuthFormProps['other']): ReactNode {
  return (
    <p className="mt-7 border-t border-line pt-5 text-s text-ink-2">
      {question}{' '}
      <Link href={href} className="font-[650] text-accent underline-offset-2 hover:underline">
        {answer}
      </Link>
    </p>
  );
}
