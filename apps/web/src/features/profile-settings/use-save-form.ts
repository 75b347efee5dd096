'use client';

import type { Me } from '@dailyfeed/contract/member';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { type DefaultValues, type FieldValues, useForm, type UseFormReturn } from 'react-hook-form';
import type * as z from 'zod';

import { useApi } from '../../lib/api.ts';
import { contractResolver, showFieldErrors } from '../../lib/form.ts';

export type SaveForm<Input extends FieldValues, Output> = {
  form: UseFormReturn<Input, unknown, Output>;
  submit: (event: React.SyntheticEvent) => void;
  isBusy: boolean;
  /** What the service said, unless it stands beside a field. */
  failure: unknown;
};

type SaveArgs<Input extends FieldValues, Output, Saved> = {
  schema: z.ZodType<Output, Input>;
  defaultValues: DefaultValues<Input>;
  save: (values: Output) => Promise<Saved>;
  onSaved: (saved: Saved) => void;
};

/** A form that changes the member, who is shown everywhere as they were saved. */
export function useMeForm<Input extends FieldValues, Output>(
  args: SaveArgs<Input, Output, Me>,
): SaveForm<Input, Output> {
  const keepMe = useKeepMe();
  return useSaveForm({
    ...args,
    onSaved: (me) => {
      keepMe(me);
      args.onSaved(me);
    },
  });
}

/** A form that is saved: sends once, and shows what is wrong beside its field. */
export function useSaveForm<Input extends FieldValues, Output, Saved>(
  args: SaveArgs<Input, Output, Saved>,
): SaveForm<Input, Output> {
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
      // The fields stay as they are: more may have been typed meanwhile.
      args.onSaved(await args.save(values));
    } catch (error) {
      if (!showFieldErrors(form, error)) setFailure(error);
    } finally {
      isSending.current = false;
      setBusy(false);
    }
  }
  return { form, submit: (event) => void form.handleSubmit(send)(event), isBusy, failure };
}

/** Shows the member everywhere as the service has just answered; what others see of them is read again. */
export function useKeepMe(): (me: Me) => void {
  const queryClient = useQueryClient();
  const { profile } = useApi().member;
  return (me) => {
    queryClient.setQueryData(profile.me.queryKey(), me);
    void queryClient.invalidateQueries(profile.byHandle.queryFilter());
    void queryClient.invalidateQueries(profile.byId.queryFilter());
  };
}
