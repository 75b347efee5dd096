'use client';

import type { AppRouter, DownloadExport, UploadImage } from '@dailyfeed/client';
import type { TRPCClient } from '@trpc/client';
import type { TRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { createContext, use } from 'react';

import type { FirstFeed } from '../features/head-start/first-feed.ts';

export type Api = {
  options: TRPCOptionsProxy<AppRouter>;
  client: TRPCClient<AppRouter>;
  downloadExport: DownloadExport;
  uploadImage: UploadImage;
  firstFeed: FirstFeed;
};

/** Null before it has been loaded, which a visitor's reading page does not wait for. */
export const ApiContext = createContext<Api | null>(null);

/** Typed queries and mutations: `useQuery(useApi().timeline.post.byId.queryOptions({ id }))`. */
export function useApi(): Api['options'] {
  return useLoadedApi().options;
}

/** The plain client, for calls outside of queries. */
export function useApiClient(): Api['client'] {
  return useLoadedApi().client;
}

/** Everything of the member's, as a file. */
export function useDownloadExport(): DownloadExport {
  return useLoadedApi().downloadExport;
}

/** Sends a picture. */
export function useUploadImage(): UploadImage {
  return useLoadedApi().uploadImage;
}

/** What the page has asked for of the member's own feed before its scripts came. */
export function useFirstFeed(): FirstFeed {
  return useLoadedApi().firstFeed;
}

function useLoadedApi(): Api {
  const api = use(ApiContext);
  if (!api) throw new Error('The API is not loaded here: see lib/api-loading.ts');
  return api;
}
