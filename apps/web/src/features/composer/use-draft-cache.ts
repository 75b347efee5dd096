'use client';

import type { Draft, DraftPage } from '@dailyfeed/contract/draft';
import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';

import { useApi } from '../../lib/api.ts';
import { mapItems, replaceIn, whereChanged } from '../../lib/map-items.ts';

type Pages = InfiniteData<DraftPage, string | null>;

/** What this tab has read of the member's drafts. */
export type DraftCache = {
  /** One was saved; null: it is gone. In a list that shows it, it keeps its place. */
  update: (draft: Draft | null) => void;
  readListAgain: () => Promise<void>;
};

export function useDraftCache(): DraftCache {
  const queryClient = useQueryClient();
  const { byId, list } = useApi().content.draft;
  return useMemo(() => {
    const lists = list.infiniteQueryFilter();
    const readListAgain = () => queryClient.invalidateQueries(lists);
    const isListed = ({ id }: Draft): boolean =>
      queryClient
        .getQueriesData<Pages>(lists)
        .some(([, data]) => data?.pages.some(({ items }) => items.some((item) => item.id === id)));
    return {
      update: (draft) => {
        if (!draft || !isListed(draft)) void readListAgain();
        if (!draft) return;
        queryClient.setQueryData(byId.queryKey({ id: draft.id }), draft);
        queryClient.setQueriesData<Pages>(
          lists,
          whereChanged((data: Pages) =>
            mapItems(data, (items) =>
              replaceIn(items, (item) => (item.id === draft.id ? draft : item)),
            ),
          ),
        );
      },
      readListAgain,
    };
  }, [byId, list, queryClient]);
}
