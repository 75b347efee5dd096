import 'server-only';
import type {
  FoundCommentPage,
  FoundMemberPage,
  FoundPostPage,
  FoundTagPage,
  SearchSort,
} from '@dailyfeed/contract/search';

import { getServerApi } from '../../lib/server-api.ts';
import { isLikelyMember } from '../../lib/server-reader.ts';
import { pageSize } from '../feed/feed-options.ts';
import type { SearchType } from './search-type.ts';

/** The first page of what is looked for, under its type. */
export type Found = {
  posts?: FoundPostPage;
  comments?: FoundCommentPage;
  people?: FoundMemberPage;
  tags?: FoundTagPage;
};

/** As a visitor sees it; nothing for a member, or when it cannot be had: the browser asks itself. */
export async function loadFound(asked: {
  query: string;
  type: SearchType;
  sort: SearchSort;
}): Promise<Found> {
  if (asked.query === '' || (await isLikelyMember())) return {};
  try {
    return await load(asked);
  } catch {
    return {};
  }
}

async function load(asked: { query: string; type: SearchType; sort: SearchSort }): Promise<Found> {
  const { search } = (await getServerApi()).search;
  const { query, type, sort } = asked;
  const input = { query, limit: pageSize };
  switch (type) {
    case 'posts':
      return { posts: await search.posts.query({ ...input, sort }) };
    case 'comments':
      return { comments: await search.comments.query({ ...input, sort }) };
    case 'people':
      return { people: await search.members.query(input) };
    case 'tags':
      return { tags: await search.tags.query(input) };
  }
}
