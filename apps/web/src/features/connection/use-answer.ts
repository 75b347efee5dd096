'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { useApi, useApiClient } from '../../lib/api.ts';
import { failureOf } from '../../lib/failure.ts';
import { toast } from '../../ui/toaster.tsx';

export type Answer = 'approve' | 'decline';
/** What became of a request: answered, or gone before it could be. */
export type Outcome = 'approved' | 'declined' | 'gone';

export type Answering = {
  answer: (answer: Answer) => void;
  /** The answer that is under way. */
  sending: Answer | undefined;
  outcome: Outcome | undefined;
};

/** Answers one member's request to follow, once. */
export function useAnswer(memberId: string): Answering {
  const client = useApiClient();
  const queryClient = useQueryClient();
  const api = useApi().member;
  const errorText = useErrorText();
  const { mutate, data, isPending, variables } = useMutation<Outcome, Error, Answer>({
    mutationKey: ['member', 'answer', memberId],
    mutationFn: async (answer) => {
      try {
        await client.member.follow[answer].mutate({ memberId });
        return answer === 'approve' ? 'approved' : 'declined';
      } catch (error) {
        if (failureOf(error).code === 'FOLLOW_REQUEST_NOT_FOUND') return 'gone';
        throw error;
      }
    },
    onError: (error) => toast.error(errorText(error)),
    onSuccess: () => {
      // The list on the page stays as it is, with what was answered: nothing moves under the hand.
      const later = { refetchType: 'none' } as const;
      void queryClient.invalidateQueries({
        ...api.follow.requests.infiniteQueryFilter(),
        ...later,
      });
      void queryClient.invalidateQueries({
        ...api.follow.followers.infiniteQueryFilter(),
        ...later,
      });
      void queryClient.invalidateQueries(api.follow.requestCount.queryFilter());
      void queryClient.invalidateQueries(api.profile.byHandle.queryFilter());
      void queryClient.invalidateQueries(api.profile.me.queryFilter());
    },
  });
  return {
    answer: (answer) => {
      if (!isPending && !data) mutate(answer);
    },
    sending: isPending ? variables : undefined,
    outcome: data,
  };
}
