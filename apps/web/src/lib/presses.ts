import type { MutationKey, MutationObserverOptions, QueryClient } from '@tanstack/react-query';

/** How it stands where nothing of it is on its way; one for all presses that follow each other. */
type Ground<State> = { confirmed: State };
export type Press<State> = { wished: State; ground: Ground<State> };

export type PressArgs<State, Answer> = {
  /** Names what is pressed. */
  mutationKey: MutationKey;
  show: (state: State) => void | Promise<void>;
  send: (wished: State) => Promise<Answer>;
  /** How it stands by the service's answer. */
  toState: (answer: Answer, wished: State) => State;
  /** `isLast`: no later press is on its way. An answer that one has overtaken would only flicker. */
  onAnswer?: (answer: Answer, press: { wished: State; isLast: boolean }) => void;
  onError: (error: Error) => void;
};

/**
 * Shows at once what a press wishes for. Presses of one thing reach the service one after another, so the last one wins;
 * where that is refused, what the service has last confirmed is shown again.
 */
export function pressOptions<State, Answer>(
  queryClient: QueryClient,
  args: PressArgs<State, Answer>,
): MutationObserverOptions<Answer, Error, Press<State>> {
  const { mutationKey, show, send, toState, onAnswer, onError } = args;
  const isLast = (): boolean => queryClient.isMutating({ mutationKey, exact: true }) === 1;
  return {
    mutationKey,
    scope: { id: scopeOf(mutationKey) },
    networkMode: 'always',
    mutationFn: ({ wished }) => send(wished),
    onMutate: ({ wished }) => show(wished),
    onSuccess: (answer, { wished, ground }) => {
      ground.confirmed = toState(answer, wished);
      onAnswer?.(answer, { wished, isLast: isLast() });
    },
    onError: async (error, { ground }) => {
      if (isLast()) await show(ground.confirmed);
      onError(error);
    },
  };
}

/** What to hand to the mutation: `before` is what the press has found. */
export function toPress<State>(
  queryClient: QueryClient,
  press: { mutationKey: MutationKey; wished: State; before: State },
): Press<State> {
  const { mutationKey, wished, before } = press;
  const earlier = queryClient.getMutationCache().find({ mutationKey, status: 'pending' });
  // as: what has this key was made by `toPress`
  const variables = earlier?.state.variables as Press<State> | undefined;
  return { wished, ground: variables?.ground ?? { confirmed: before } };
}

/** Mutations of one scope are sent one after another. */
export function scopeOf(mutationKey: MutationKey): string {
  return JSON.stringify(mutationKey);
}
