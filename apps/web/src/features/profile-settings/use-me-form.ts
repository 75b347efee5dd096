'use client';

import type { Me } from '@dailyfeed/contract/member';
import { useQueryClient } from '@tanstack/react-query';
import type { FieldValues } from 'react-hook-form';

import { useApi } from '../../lib/api.ts';
import { type SendArgs, type SendForm, useSendForm } from '../../lib/use-send-form.ts';

type MeArgs<Input extends FieldValues, Output> = Pick<
  SendArgs<Input, Output, Me>,
  'schema' | 'defaultValues'
> & { save: (values: Output) => Promise<Me>; onSaved: (me: Me) => void };

/** A form that changes the member, who is shown everywhere as they were saved. */
export function useMeForm<Input extends FieldValues, Output>(
  args: MeArgs<Input, Output>,
): SendForm<Input, Output> {
  const keepMe = useKeepMe();
  const { schema, defaultValues, save, onSaved } = args;
  return useSendForm({
    schema,
    defaultValues,
    send: save,
    afterwards: 'kept',
    onSent: (me) => {
      keepMe(me);
      onSaved(me);
    },
  });
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
