import type { Identity } from '@dailyfeed/auth/identity';
import type {
  FoundCommentPage,
  FoundPostPage,
  SearchCommentsInput,
  SearchPostsInput,
} from '@dailyfeed/contract/search';

import type { Deps } from '../deps.ts';
import { searchTexts } from './search-text.ts';

type Reading = { identity: Identity };

export async function searchPosts(
  deps: Deps,
  input: SearchPostsInput & Reading,
): Promise<FoundPostPage> {
  const page = await searchTexts(deps, {
    table: 'posts',
    input,
    show: (ids, openedAuthorId) =>
      deps.timeline.visiblePosts(input.identity, { ids, openedAuthorId }),
  });
  const items = page.items.map(({ item: post, highlights }) => ({ post, highlights }));
  return { ...page, items };
}

export async function searchComments(
  deps: Deps,
  input: SearchCommentsInput & Reading,
): Promise<FoundCommentPage> {
  const page = await searchTexts(deps, {
    table: 'comments',
    input,
    show: (ids, openedAuthorId) =>
      deps.timeline.visibleComments(input.identity, { ids, openedAuthorId }),
  });
  const items = page.items.map(({ item: comment, highlights }) => ({ comment, highlights }));
  return { ...page, items };
}
