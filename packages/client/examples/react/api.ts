import { type AppRouter, createDailyfeed } from '@dailyfeed/client';
import { QueryClient } from '@tanstack/react-query';
import { createTRPCContext } from '@trpc/tanstack-react-query';
import { useSyncExternalStore } from 'react';

export const queryClient = new QueryClient();
export const dailyfeed = createDailyfeed();
export const { TRPCProvider, useTRPC } = createTRPCContext<AppRouter>();

// What one member saw is not for the next.
let reader = dailyfeed.session.memberId;
dailyfeed.session.subscribe(() => {
  if (reader !== dailyfeed.session.memberId) void queryClient.resetQueries();
  reader = dailyfeed.session.memberId;
});

export function useMemberId(): string | null {
  return useSyncExternalStore(dailyfeed.session.subscribe, () => dailyfeed.session.memberId);
}
