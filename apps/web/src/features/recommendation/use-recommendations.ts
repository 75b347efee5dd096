'use client';

import type { Recommendation } from '@dailyfeed/contract/recommendation';
import { useMutation, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { useApi, useApiClient } from '../../lib/api.ts';
import { useSession } from '../../lib/session.tsx';
import { toast } from '../../ui/toaster.tsx';

/** One list for the page and the card, so that whom one of them takes out is gone from the other. */
const limit = 30;
/** Whom one has just followed stays where they are: the list is made anew on a later visit. */
const staleTimeMs = 10 * 60_000;

/** Whom the reader may like to follow; asked for once the reader is known to be a member. */
export function useRecommendations(): UseQueryResult<Recommendation[], unknown> {
  const { state } = useSession();
  return useQuery(
    useApi().member.recommendation.members.queryOptions(
      { limit },
      { enabled: state === 'member', staleTime: staleTimeMs },
    ),
  );
}

/** Takes a member out of the list at once, and brings them back, with the reason, when the service refuses. */
export function useDismiss(memberId: string): () => void {
  const client = useApiClient();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const { queryKey } = useApi().member.recommendation.members.queryFilter({ limit });
  const { mutate } = useMutation({
    mutationKey: ['member', 'dismiss', memberId],
    mutationFn: () => client.member.recommendation.dismiss.mutate({ memberId }),
    onMutate: () => {
      const before = queryClient.getQueryData<Recommendation[]>(queryKey);
      queryClient.setQueryData<Recommendation[]>(queryKey, (shown) =>
        shown?.filter((one) => one.id !== memberId),
      );
      return { before };
    },
    onError: (error, _input, kept) => {
      // Only this one comes back: others may have been taken out meanwhile.
      const { before } = kept ?? {};
      queryClient.setQueryData<Recommendation[]>(queryKey, (shown = []) =>
        before?.filter((one) => one.id === memberId || shown.some((other) => other.id === one.id)),
      );
      toast.error(errorText(error));
    },
  });
  return () => mutate();
}
