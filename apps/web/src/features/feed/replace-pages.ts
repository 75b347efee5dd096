import type { Post } from '@dailyfeed/contract/post';
import type { QueryClient, QueryKey } from '@tanstack/react-query';

import type { PagesOf } from '../post/post-cache.ts';

/** Shows other pages of a list than until now, to which a page that is on its way belongs. */
export async function replacePages(
  queryClient: QueryClient,
  queryKey: QueryKey,
  pages: PagesOf<Post>,
): Promise<void> {
  await queryClient.cancelQueries({ queryKey, exact: true });
  queryClient.setQueryData(queryKey, pages);
}
