import type { InfiniteData, Query, QueryCache } from '@tanstack/react-query';

type Pages = InfiniteData<unknown>;

/** Asked for anew it begins with what is there; what has failed or was reset adds nothing. */
const endings = new Set(['fetch', 'error', 'setState']);

/** How often what was read in vain is read again at once. Of what goes on changing, whoever looks next asks. */
const againMax = 2;

/**
 * What was read before a change does not overwrite it: a like that was pressed, or a post that was written meanwhile,
 * would be undone. TanStack Query adds a page that has come to the pages as they were when it was asked for; here it is
 * added to the pages as they are. What was read as a whole may be of before or after the change, so it is read again.
 */
export function keepChanges(cache: QueryCache): void {
  /** What was changed while it, or a further page of it, is on its way: as it is shown. */
  const changed = new WeakMap<Query, unknown>();
  /** How often in a row it was read in vain. */
  const vain = new WeakMap<Query, number>();
  cache.subscribe((event) => {
    if (event.type !== 'updated') return;
    const { query, action } = event;
    if (action.type === 'success' && action.manual) {
      if (query.state.fetchStatus !== 'idle') changed.set(query, query.state.data);
    } else if (action.type === 'success') {
      if (!changed.has(query)) return void vain.delete(query);
      const kept = changed.get(query);
      changed.delete(query);
      if (query.state.fetchMeta?.fetchMore) {
        query.setData(withNewPage(kept as Pages, query)); // only lists load more
        return;
      }
      const times = (vain.get(query) ?? 0) + 1;
      query.setData(kept);
      if (times > againMax || !query.isActive()) return query.invalidate();
      vain.set(query, times);
      // A failure is shown by whoever shows this.
      query.fetch().catch(() => undefined);
    } else if (endings.has(action.type)) changed.delete(query);
  });
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
