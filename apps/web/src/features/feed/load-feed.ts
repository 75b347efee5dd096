import 'server-only';
import type { CommentWindow, DiscussedPage, PopularPage } from '@dailyfeed/contract/feed';
import type { PostPage } from '@dailyfeed/contract/post';

import { getServerApi } from '../../lib/server-api.ts';
import { isLikelyMember } from '../../lib/server-reader.ts';
import { pageSize } from './feed-options.ts';

/*
 * First pages as a visitor sees them; undefined for a member, or when they cannot be had: the browser asks itself.
 */

export async function loadRecent(): Promise<PostPage | undefined> {
  return forVisitor((feed) => feed.recent.query({ limit: pageSize }));
}

export async function loadPopular(): Promise<PopularPage | undefined> {
  return forVisitor((feed) => feed.popular.query({ limit: pageSize }));
}

export async function loadDiscussed(window: CommentWindow): Promise<DiscussedPage | undefined> {
  return forVisitor((feed) => feed.mostCommented.query({ window, limit: pageSize }));
}

export async function loadTag(tag: string): Promise<PostPage | undefined> {
  return forVisitor((feed) => feed.tag.query({ tag, limit: pageSize }));
}

type FeedApi = Awaited<ReturnType<typeof getServerApi>>['timeline']['feed'];

async function forVisitor<T>(load: (feed: FeedApi) => Promise<T>): Promise<T | undefined> {
  if (await isLikelyMember()) return undefined;
  try {
    return await load((await getServerApi()).timeline.feed);
  } catch {
    return undefined;
  }
}
