import { QueryClient } from '@tanstack/react-query';

import { isPassing } from './failure.ts';
import { keepChanges } from './keep-changes.ts';

const retryMax = 2;

/** How every query behaves unless it says otherwise. */
export function createQueryClient(): QueryClient {
  const queryClient = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 30 * 60_000,
        // Lists that reload under the eye would move what is being read.
        refetchOnWindowFocus: false,
        refetchOnReconnect: true,
        // Offline is an error that is shown, not a skeleton without end.
        networkMode: 'always',
        retry: (failures, error) => failures < retryMax && isPassing(error),
        retryDelay: (failures) => 500 * 2 ** failures,
      },
      // What was asked for once is done once: a person decides about another try.
      mutations: { networkMode: 'always', retry: false },
    },
  });
  keepChanges(queryClient.getQueryCache());
  return queryClient;
}
