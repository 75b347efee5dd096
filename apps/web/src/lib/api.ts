'use client';

import type { AppRouter } from '@dailyfeed/client';
import { createTRPCContext } from '@trpc/tanstack-react-query';

const context = createTRPCContext<AppRouter>();

/** Typed queries and mutations: `useQuery(useApi().timeline.post.byId.queryOptions({ id }))`. */
export const useApi = context.useTRPC;

/** The plain client, for calls outside of queries. */
export const useApiClient = context.useTRPCClient;

export const ApiContextProvider = context.TRPCProvider;
