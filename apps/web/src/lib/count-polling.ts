/** How a number beside an entry of the menu is kept: the stream tells of it at once; this notices what it could not. */
export const countPolling = {
  refetchInterval: 60_000,
  refetchOnWindowFocus: true,
  staleTime: 5_000,
  retry: false,
} as const;
