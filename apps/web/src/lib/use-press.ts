'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';

import { useErrorText } from '../i18n/use-error-text.ts';
import { toast } from '../ui/toaster.tsx';
import { type PressArgs, pressOptions, toPress } from './presses.ts';

/** What can be set and taken back with a press (`pressOptions`); why it was refused is told. */
export function usePress<State, Answer>(
  args: Omit<PressArgs<State, Answer>, 'onError'>,
): (press: { wished: State; before: State }) => void {
  const { mutationKey } = args;
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const { mutate } = useMutation(
    pressOptions<State, Answer>(queryClient, {
      ...args,
      onError: (error) => toast.error(errorText(error)),
    }),
  );
  return (press) => mutate(toPress(queryClient, { mutationKey, ...press }));
}
