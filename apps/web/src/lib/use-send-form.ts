'use client';

import { useRef, useState } from 'react';
import { type DefaultValues, type FieldValues, useForm, type UseFormReturn } from 'react-hook-form';
import type * as z from 'zod';

import { contractResolver, showFieldErrors } from './form.ts';

export type SendForm<Input extends FieldValues, Output> = {
  form: UseFormReturn<Input, unknown, Output>;
  submit: (event: React.SyntheticEvent) => void;
  isBusy: boolean;
  /** What the service said, unless it stands beside a field. */
  failure: unknown;
};

/**
 * A form that asks for one thing: sends once and shows what is wrong beside its field. Afterwards it is empty, or stays
 * busy where the page is about to change.
 */
export function useSendForm<Input extends FieldValues, Output>(args: {
  schema: z.ZodType<Output, Input>;
  defaultValues: DefaultValues<Input>;
  send: (values: Output) => Promise<void>;
  onSent?: () => void;
  afterwards?: 'empty' | 'busy';
}): SendForm<Input, Output> {
  const form = useForm<Input, unknown, Output>({
    resolver: contractResolver(args.schema),
    defaultValues: args.defaultValues,
    mode: 'onTouched',
  });
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  // State is too late for a second Enter within the same frame.
  const isSending = useRef(false);

  async function send(values: Output): Promise<void> {
    if (isSending.current) return;
    isSending.current = true;
    setBusy(true);
    setFailure(null);
    try {
      await args.send(values);
      if (args.afterwards === 'busy') return;
      form.reset();
      args.onSent?.();
    } catch (error) {
      if (!showFieldErrors(form, error)) setFailure(error);
    }
    isSending.current = false;
    setBusy(false);
  }
  return { form, submit: (event) => void form.handleSubmit(send)(event), isBusy, failure };
}
