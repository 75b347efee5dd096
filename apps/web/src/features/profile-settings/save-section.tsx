'use client';

import { type ComponentProps, type ReactNode, useId } from 'react';

import { Button } from '../../ui/button.tsx';
import { FieldForm } from '../../ui/field-form.tsx';

export type SaveSectionProps = {
  title: string;
  text: string;
  save: string;
  isBusy: boolean;
  /** What the service said, unless it stands beside a field. */
  failure: unknown;
  onSubmit: NonNullable<ComponentProps<'form'>['onSubmit']>;
  /** The fields. */
  children: ReactNode;
};

/** One form of a settings page: heading, fields, what went wrong, one button. */
export function SaveSection(props: SaveSectionProps): ReactNode {
  const titleId = useId();
  return (
    <section aria-labelledby={titleId} className="border-b border-line px-4 py-6 tablet:px-5">
      <h2 id={titleId} className="font-bold">
        {props.title}
      </h2>
      <p className="mt-0.5 mb-5 max-w-text text-s text-ink-3">{props.text}</p>
      <FieldForm
        onSubmit={props.onSubmit}
        failure={props.failure}
        className="max-w-form"
        action={
          <Button type="submit" isBusy={props.isBusy} className="min-h-11 justify-self-start px-6">
            {props.save}
          </Button>
        }
      >
        {props.children}
      </FieldForm>
    </section>
  );
}
