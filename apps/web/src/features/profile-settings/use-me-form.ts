'use client';

import type { Me } from '@dailyfeed/contract/member';
import { useQueryClient } from '@tanstack/react-query';
import type { DefaultValues, FieldValues } from 'react-hook-form';

import { useApi } from '../../lib/api.ts';
import { type SendArgs, type SendForm, useSendForm } from '../../lib/use-send-form.ts';

type MeArgs<Input extends FieldValues, Output> = Pick<SendArgs<Input, Output, Me>, 'schema'> & {
  me: Me;
  /** What of a member it shows. */
  valuesOf: (me: Me) => Input & DefaultValues<Input>;
  /** Takes what was changed: what it was not asked to change may have been changed elsewhere since. */
  save: (changed: Partial<Output>, values: Output) => Promise<Me>;
  onSaved: (me: Me) => void;
};

/** A form that changes the member, who is shown everywhere as they were saved. */
export function useMeForm<Input extends FieldValues, Output>(
  args: MeArgs<Input, Output>,
): SendForm<Input, Output> {
  const keepMe = useKeepMe();
  const { schema, me: before, valuesOf, save, onSaved } = args;
  return useSendForm({
    schema,
    defaultValues: valuesOf(before),
    send: (values, changed) => save(changed, values),
    afterwards: 'kept',
    valuesOf,
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
