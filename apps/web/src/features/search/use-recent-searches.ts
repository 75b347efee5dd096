'use client';

import type { RecentSearches } from '@dailyfeed/contract/search';
import { useMutation, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { useApi, useApiClient } from '../../lib/api.ts';
import { useSession } from '../../lib/session.tsx';
import { toast } from '../../ui/toaster.tsx';

/** What the member has searched for; for members only. */
export function useRecentSearches(): UseQueryResult<RecentSearches, unknown> {
  return useQuery(useApi().search.recent.list.queryOptions(undefined, { staleTime: 0 }));
}

/** Keeps what a member has searched for. A search that could not be kept is shown all the same. */
export function useKeptSearch(query: string): void {
  const client = useApiClient();
  const isMember = useSession().state === 'member';
  const keep = useEffectEvent(() => {
    client.search.recent.add.mutate({ query }).catch(() => undefined);
  });
  useEffect(() => {
    if (isMember && query !== '') keep();
  }, [isMember, query]);
}

/** Forgets one search, or all without a `query`, at once; brings them back, with the reason, when the service refuses. */
export function useForgetting(
  onDone: (query: string | undefined) => void,
): (query?: string) => void {
  const client = useApiClient();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const { queryKey } = useApi().search.recent.list.queryFilter();
  const { mutate } = useMutation({
    mutationKey: ['recent search', 'forget'],
    scope: { id: 'recent searches' },
    mutationFn: (query: string | undefined) =>
      query === undefined
        ? client.search.recent.clear.mutate()
        : client.search.recent.remove.mutate({ query }),
    onMutate: async (query) => {
      // `keepChanges` would keep what is shown, but read again at once, and that may be answered before this has arrived.
      await queryClient.cancelQueries({ queryKey });
      queryClient.setQueryData<RecentSearches>(queryKey, (shown) => ({
        items: shown?.items.filter((item) => query !== undefined && item.query !== query) ?? [],
      }));
    },
    onSuccess: (_done, query) => onDone(query),
    onError: (error) => {
      toast.error(errorText(error));
      void queryClient.invalidateQueries({ queryKey });
    },
  });
  return (query) => mutate(query);
}
