import type { InfiniteData, Query, QueryCache } from '@tanstack/react-query';

type Pages = InfiniteData<unknown>;

/** Asked for anew it begins with what is there; what has failed or was reset adds nothing. */
const endings = new Set(['fetch', 'error', 'setState']);

/**
 * TanStack Query adds a page that has come to the pages as they were when it was asked for: a like that was pressed, or
 * a post that was written meanwhile, would be undone. Here it is added to the pages as they are.
 */
export function keepChanges(cache: QueryCache): void {
  /** What lists hold that were changed while a further page of theirs is on its way. */
  const changed = new WeakMap<Query, Pages>();
  cache.subscribe((event) => {
    if (event.type !== 'updated') return;
    const { query, action } = event;
    if (action.type === 'success' && action.manual) {
      if (isLoadingMore(query)) changed.set(query, query.state.data as Pages); // only lists load more
    } else if (action.type === 'success') {
      const kept = changed.get(query);
      changed.delete(query);
      if (kept) query.setData(withNewPage(kept, query));
    } else if (endings.has(action.type)) changed.delete(query);
  });
}

function isLoadingMore({ state }: Query): boolean {
  return state.fetchStatus !== 'idle' && state.fetchMeta?.fetchMore !== undefined;
}

function withNewPage(kept: Pages, { state }: Query): Pages {
  const { pages, pageParams } = state.data as Pages; // only lists load more
  return state.fetchMeta?.fetchMore?.direction === 'backward'
    ? {
        pages: [...pages.slice(0, 1), ...kept.pages],
        pageParams: [...pageParams.slice(0, 1), ...kept.pageParams],
      }
    : {
        pages: [...kept.pages, ...pages.slice(-1)],
        pageParams: [...kept.pageParams, ...pageParams.slice(-1)],
      };
}
