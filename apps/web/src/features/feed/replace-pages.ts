import type { Page } from '@dailyfeed/contract/page';
import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query';

/** Shows other pages of a list than until now, to which a page that is on its way belongs. */
export async function replacePages<P extends Page<unknown>>(
  queryClient: QueryClient,
  queryKey: QueryKey,
  pages: InfiniteData<P, string | null>,
): Promise<void> {
  await queryClient.cancelQueries({ queryKey, exact: true });
  queryClient.setQueryData(queryKey, pages);
}
