'use client';

import type { Suggestions } from '@dailyfeed/contract/search';
import { searchQueryMax } from '@dailyfeed/contract/search-query';
import { useQuery } from '@tanstack/react-query';

import { useApi } from '../../lib/api.ts';
import { useDebounced } from '../../lib/use-debounced.ts';

/** Between two letters of somebody who types at an even pace. */
const restMs = 120;

/**
 * What begins with what is typed; undefined until the service has answered for exactly that. A question that was
 * typed over is taken back.
 */
export function useSuggestions(typed: string): Suggestions | undefined {
  const present = typed.trim().slice(0, searchQueryMax);
  const prefix = useDebounced(present, restMs);
  const { data } = useQuery(
    useApi().search.search.suggest.queryOptions(
      { prefix },
      {
        enabled: prefix !== '',
        trpc: { abortOnUnmount: true },
      },
    ),
  );
  return prefix === present ? data : undefined;
}
