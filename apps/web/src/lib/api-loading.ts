'use client';

import { createContext, use } from 'react';

export type ApiLoading = {
  isLoaded: boolean;
  /** Brings it; what is on the page stays meanwhile. Rejects when the network fails. */
  load: () => Promise<void>;
};

export const ApiLoadingContext = createContext<ApiLoading | null>(null);

/** Whether the API is there. Only a page that a visitor can read without it has to ask. */
export function useApiLoading(): ApiLoading {
  const loading = use(ApiLoadingContext);
  if (!loading) throw new Error('ApiProvider is missing');
  return loading;
}
