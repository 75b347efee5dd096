import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';

import type { ExportItem } from '@dailyfeed/contract/export';

import type { Deps } from '../src/deps.ts';

/** Stands in for the other services: `posts` pages of posts, pictures, and nothing else of anybody's. */
export function createSources(args: {
  pages: number;
  pageSize: number;
  textBytes?: number;
  /** Of each picture its bytes, or nothing where it is gone. */
  pictures?: (() => Readable | undefined)[];
}) {
  const state = {
    asked: 0,
    bytes: 0,
    askers: new Set<string | undefined>(),
    /** Called before each page of posts is given; its rejection is the page's. */
    beforePage: async (_page: number): Promise<void> => undefined,
    beforeCounts: async (): Promise<void> => undefined,
  };
  const makePage = (): ExportItem[] =>
    Array.from({ length: args.pageSize }, () => {
      // Random, and counted as bytes: compressed, it comes out as large as that.
      const bytes = randomBytes(args.textBytes ?? 8);
      state.bytes += bytes.length;
      return { text: bytes.toString('base64') };
    });
  const nobodys = {
    posts: 0,
    'post-versions': 0,
    comments: 0,
    likes: 0,
    'comment-likes': 0,
    bookmarks: 0,
    drafts: 0,
  };
  const nothing = { items: [], nextCursor: null };
  const sources: Deps['exportSources'] = {
    content: {
      counts: async () => {
        await state.beforeCounts();
        return { ...nobodys, posts: args.pages * args.pageSize };
      },
      page: async (identity, { kind, cursor, signal }) => {
        signal.throwIfAborted();
        if (kind !== 'posts') return nothing;
        const page = Number(cursor ?? 0);
        state.asked += 1;
        state.askers.add(identity.member?.memberId);
        await state.beforePage(page);
        if (page >= args.pages) return nothing;
        return {
          items: makePage(),
          nextCursor: page + 1 < args.pages ? String(page + 1) : null,
        };
      },
    },
    activity: {
      counts: async () => ({
        activities: 0,
        notifications: 0,
        'notification-settings': 0,
        'notification-wishes': 0,
      }),
      page: async () => nothing,
    },
    search: { counts: async () => ({ 'recent-searches': 0 }), page: async () => nothing },
    image: {
      counts: async () => ({ images: args.pictures?.length ?? 0 }),
      page: async () => ({
        items: (args.pictures ?? []).map((_, index) => ({
          id: String(index),
          file: `images/${index}.jpg`,
        })),
        nextCursor: null,
      }),
      open: async (_identity, { id }) => args.pictures?.[Number(id)]?.(),
    },
  };
  return { state, sources };
}
