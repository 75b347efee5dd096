'use client';

import type { Page } from '@dailyfeed/contract/page';
import type { Post } from '@dailyfeed/contract/post';
import type { FoundPost, FoundPostPage } from '@dailyfeed/contract/search';
import {
  type InfiniteData,
  partialMatchKey,
  type Query,
  type QueryClient,
  type QueryKey,
  useQueryClient,
} from '@tanstack/react-query';
import { useMemo } from 'react';

import { useApi } from '../../lib/api.ts';
import { mapItems, replaceIn, whereChanged } from '../../lib/map-items.ts';
import { isAtTop, type ListPage, newestOf } from '../feed/place.ts';

type Api = ReturnType<typeof useApi>;

/** A page of a feed, and what this tab has done to it. */
type ShownPage<P extends Post> = Page<P> & Omit<ListPage, keyof Page<unknown>>;
/** Pages of a feed whose posts say more than a post. */
export type PagesOf<P extends Post> = InfiniteData<ShownPage<P>, string | null>;
export type PostPages = PagesOf<Post>;
type FoundPages = InfiniteData<FoundPostPage, string | null>;
type IsMeant = (query: Query) => boolean;

/** The copies of posts that this tab holds: every loaded feed, every search and every opened post. */
export type PostCache = {
  find(id: string): Post | undefined;
  /** Changes every copy of a post, or those that are meant. */
  patch(id: string, change: (post: Post) => Post, isMeant?: IsMeant): void;
  /** Puts a member's own new post on top of the feeds that would show it there; they begin there for it. */
  insert(post: Post): void;
  /** Takes a deleted post out of every feed. */
  drop(id: string): void;
  /**
   * Takes a member's posts out of the feeds and searches that would not show them to the reader any more. What the
   * reader has gathered still shows who is `muted`. The member's own page is another's to read anew.
   */
  dropAuthor(authorId: string, because: 'blocked' | 'muted'): void;
};

/** Under this lies what stands on top of a feed at this moment, beside the feed as it is shown. */
export const feedHeadsKey = ['feed-head'];

/** Names what is on its way and changes how many comments a post has: its page counts it when it is done. */
export function commentCountKey(postId: string): string[] {
  return ['post', 'commentCount', postId];
}

export function usePostCache(): PostCache {
  const queryClient = useQueryClient();
  const api = useApi();
  return useMemo(() => createPostCache(queryClient, api), [queryClient, api]);
}

export function createPostCache(queryClient: QueryClient, api: Api): PostCache {
  const feeds = api.timeline.feed.pathFilter();
  const found = api.search.search.posts.infiniteQueryFilter();

  function updateFeeds(change: (pages: PostPages) => PostPages, predicate: IsMeant): void {
    queryClient.setQueriesData<unknown>(
      { ...feeds, predicate },
      whereChanged((data: unknown) => (isPages(data) ? change(data) : data)),
    );
  }

  function updateHeads(isKept: (post: Post) => boolean): void {
    queryClient.setQueriesData<Post[]>(
      { queryKey: feedHeadsKey },
      whereChanged((head: Post[]) => replaceIn(head, (post) => (isKept(post) ? post : null))),
    );
  }

  function updateFound(change: (items: FoundPost[]) => FoundPost[], predicate = isAny): void {
    queryClient.setQueriesData<FoundPages>(
      { queryKey: found.queryKey, predicate },
      whereChanged((data: FoundPages) => mapItems(data, change)),
    );
  }

  return {
    find(id) {
      const opened = queryClient.getQueryData(api.timeline.post.byId.queryKey({ id }));
      if (opened) return opened;
      for (const [, data] of queryClient.getQueriesData<unknown>(feeds)) {
        const shown = isPages(data) ? findPost(data, id) : undefined;
        if (shown) return shown;
      }
      for (const [, data] of queryClient.getQueriesData<FoundPages>({ queryKey: found.queryKey })) {
        const items = data?.pages.flatMap((page) => page.items) ?? [];
        const shown = items.find(({ post }) => post.id === id);
        if (shown) return shown.post;
      }
      return undefined;
    },
    patch(id, change, isMeant = isAny) {
      updateFeeds((pages) => patchPost(pages, id, change), isMeant);
      updateFound((items) => replaceIn(items, (item) => patchFound(item, id, change)), isMeant);
      queryClient.setQueriesData<Post>(
        { queryKey: api.timeline.post.byId.queryKey({ id }), predicate: isMeant },
        whereChanged(change),
      );
    },
    insert(post) {
      const { following, recent, byAuthor, mine } = api.timeline.feed;
      const shownIn = [
        following.infiniteQueryFilter({ sort: 'newest' }),
        recent.infiniteQueryFilter(),
        mine.infiniteQueryFilter(),
        byAuthor.infiniteQueryFilter({ authorId: post.authorId }),
      ];
      for (const { queryKey } of shownIn) {
        for (const [key, pages] of queryClient.getQueriesData<PostPages>({ queryKey })) {
          if (!pages) continue;
          if (isAtTop(pages)) queryClient.setQueryData<PostPages>(key, insertPost(pages, post));
          else void beginAnew(queryClient, key);
        }
      }
    },
    drop(id) {
      const isKept = (post: Post): boolean => post.id !== id;
      updateFeeds((pages) => keepPosts(pages, isKept), isAny);
      updateHeads(isKept);
      updateFound((items) => replaceIn(items, (item) => (isKept(item.post) ? item : null)));
    },
    dropAuthor(authorId, because) {
      const isKept = (post: Post): boolean => post.authorId !== authorId;
      const { byAuthor, liked, bookmarked } = api.timeline.feed;
      const gathered = [liked.infiniteQueryKey(), bookmarked.infiniteQueryKey()];
      const others: QueryKey[] = [
        byAuthor.infiniteQueryKey({ authorId }),
        ...(because === 'muted' ? gathered : []),
      ];
      updateFeeds(
        (pages) => keepPosts(pages, isKept),
        ({ queryKey }) => !others.some((key) => partialMatchKey(queryKey, key)),
      );
      updateHeads(isKept);
      updateFound((items) => replaceIn(items, (item) => (isKept(item.post) ? item : null)));
    },
  };
}

const isAny: IsMeant = () => true;

/** Beside the feeds lie other answers, e.g. how many posts are new. */
function isPages(data: unknown): data is PostPages {
  return typeof data === 'object' && data !== null && 'pages' in data;
}

export function findPost(data: PostPages, id: string): Post | undefined {
  return data.pages.flatMap((page) => page.items).find((post) => post.id === id);
}

export function patchPost(data: PostPages, id: string, change: (post: Post) => Post): PostPages {
  return mapItems(data, (items) =>
    replaceIn(items, (post) => (post.id === id ? change(post) : post)),
  );
}

/** In another text the marks of the search would stand anywhere. */
function patchFound(item: FoundPost, id: string, change: (post: Post) => Post): FoundPost {
  if (item.post.id !== id) return item;
  const post = change(item.post);
  if (post === item.post) return item;
  return { post, highlights: post.text === item.post.text ? item.highlights : [] };
}

function keepPosts(data: PostPages, isKept: (post: Post) => boolean): PostPages {
  return mapItems(data, (items) => replaceIn(items, (post) => (isKept(post) ? post : null)));
}

/** On top of the first page; a post that is already there stays where it is. */
export function insertPost(data: PostPages, post: Post): PostPages {
  const [first, ...rest] = data.pages;
  if (!first || findPost(data, post.id)) return data;
  const page: ShownPage<Post> = {
    ...first,
    items: [post, ...first.items],
    insertedIds: [post.id, ...(first.insertedIds ?? [])],
  };
  return { ...data, pages: [page, ...rest] };
}

/** The newest post that a service gave, and how many of the member's own this tab has put above it. */
export function headOf(data: PostPages): { since: string | null; insertedCount: number } {
  const since = newestOf(data);
  const inserted = data.pages.flatMap((page) => page.insertedIds ?? []);
  const isAbove = (id: string): boolean => since === null || id > since;
  const insertedCount = inserted.filter((id) => isAbove(id) && findPost(data, id)).length;
  return { since, insertedCount };
}

/** Lets a list that begins in its middle begin at its top, for a reader who has asked for what is there. */
async function beginAnew(queryClient: QueryClient, key: QueryKey): Promise<void> {
  const isShown = queryClient.getQueryCache().find({ queryKey: key })?.isActive() === true;
  await queryClient.resetQueries({ queryKey: key, exact: true });
  if (isShown) window.scrollTo({ top: 0 });
}

/** The items of all pages in order, each once. */
export function itemsOf<Item extends { id: string }>(data: { pages: { items: Item[] }[] }): Item[] {
  return stretchesOf(data).flat();
}

/** The items of each page that stand on none before it: a list that moved between two pages may repeat one. */
export function stretchesOf<Item extends { id: string }>(data: {
  pages: { items: Item[] }[];
}): Item[][] {
  const seen = new Set<string>();
  return data.pages.map(({ items }) =>
    items.filter(({ id }) => {
      const isNew = !seen.has(id);
      seen.add(id);
      return isNew;
    }),
  );
}
