'use client';

import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { toast } from '../../ui/toaster.tsx';

/** Changes one of the member's wishes at once, and takes it back, with the reason, when the service refuses. */
export function useWish<State>(args: {
  /** Where the state is kept. */
  queryKey: QueryKey;
  send: (wished: boolean) => Promise<State>;
  toState: (wished: boolean) => State;
  onDone?: (wished: boolean) => void;
}): (wished: boolean) => void {
  const { queryKey, send, toState, onDone } = args;
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const show = (wished: boolean): void => {
    queryClient.setQueryData<State>(queryKey, toState(wished));
  };
  const { mutate } = useMutation<State, Error, boolean>({
    // Presses reach the service one after another, so the last one wins.
    scope: { id: JSON.stringify(queryKey) },
    networkMode: 'always',
    mutationFn: send,
    onMutate: async (wished) => {
      // An answer on its way tells how it was before.
      await queryClient.cancelQueries({ queryKey });
      show(wished);
    },
    onError: (error, wished) => {
      show(!wished);
      toast.error(errorText(error));
    },
    onSuccess: (_state, wished) => onDone?.(wished),
  });
  return mutate;
}
