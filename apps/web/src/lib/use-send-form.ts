'use client';

import { useRef, useState } from 'react';
import {
  type DefaultValues,
  type FieldValues,
  type Path,
  useForm,
  type UseFormReturn,
} from 'react-hook-form';
import type * as z from 'zod';

import { contractResolver, showFieldErrors } from './form.ts';

export type SendForm<Input extends FieldValues, Output> = {
  form: UseFormReturn<Input, unknown, Output>;
  submit: (event: React.SyntheticEvent) => void;
  isBusy: boolean;
  /** What the service said, unless it stands beside a field. */
  failure: unknown;
};

export type SendArgs<Input extends FieldValues, Output, Answer> = {
  schema: z.ZodType<Output, Input>;
  defaultValues: DefaultValues<Input>;
  /** `changed` is what of it the reader changed since it was filled in or last sent. */
  send: (values: Output, changed: Partial<Output>) => Promise<Answer>;
  onSent?: (answer: Answer) => void;
  afterwards?: 'empty' | 'kept' | 'busy';
  /** What a form that is kept holds by an answer, but for what has been typed meanwhile. */
  valuesOf?: (answer: Answer) => Input;
};

/**
 * A form that is sent once and shows what is wrong beside its field. Afterwards it is empty, or kept as it stands where
 * more may have been typed meanwhile, or stays busy where the page is about to change.
 */
export function useSendForm<Input extends FieldValues, Output, Answer>(
  args: SendArgs<Input, Output, Answer>,
): SendForm<Input, Output> {
  const form = useForm<Input, unknown, Output>({
    resolver: contractResolver(args.schema),
    defaultValues: args.defaultValues,
    mode: 'onTouched',
  });
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  // State is too late for a second Enter within the same frame.
  const isSending = useRef(false);
  const known = useRef<Partial<Input>>(args.defaultValues as Partial<Input>); // forms here are flat

  function keep(sent: Input, answer: Answer): void {
    const kept = args.valuesOf?.(answer) ?? sent;
    const present = form.getValues();
    for (const [path, value] of Object.entries(kept)) {
      // as: only names that the form has
      if (present[path] === sent[path]) form.setValue(path as Path<Input>, value);
    }
    known.current = kept;
  }

  async function send(values: Output): Promise<void> {
    if (isSending.current) return;
    isSending.current = true;
    setBusy(true);
    setFailure(null);
    const sent = { ...form.getValues() };
    try {
      const answer = await args.send(values, changedOf(values, sent, known.current));
      if (args.afterwards === 'busy') return;
      if (args.afterwards === 'kept') keep(sent, answer);
      else form.reset();
      args.onSent?.(answer);
    } catch (error) {
      if (!showFieldErrors(form, error)) setFailure(error);
    }
    isSending.current = false;
    setBusy(false);
  }
  return { form, submit: (event) => void form.handleSubmit(send)(event), isBusy, failure };
}

function changedOf<Input extends FieldValues, Output>(
  values: Output,
  sent: Input,
  known: Partial<Input>,
): Partial<Output> {
  const changed = Object.entries(values as FieldValues).filter(
    ([name]) => sent[name] !== known[name],
  );
  return Object.fromEntries(changed) as Partial<Output>; // some of its entries
}
