'use client';

import { type QueryKey, useQueryClient } from '@tanstack/react-query';

import { usePress } from '../../lib/use-press.ts';

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
  const press = usePress<boolean, State>({
    mutationKey: ['wish', ...queryKey],
    show: async (wished) => {
      // An answer on its way tells how it was before. `keepChanges` would keep what is shown, but read again at once,
      // and that may be answered before the wish has arrived: so nothing is left to be read.
      await queryClient.cancelQueries({ queryKey });
      queryClient.setQueryData<State>(queryKey, toState(wished));
    },
    send,
    toState: (_answer, wished) => wished,
    onAnswer: (_answer, { wished }) => onDone?.(wished),
  });
  return (wished) => press({ wished, before: !wished });
}
