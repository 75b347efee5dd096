import type { PostPage } from '@dailyfeed/contract/post';
import { IdPosition, TimePosition } from '@dailyfeed/service-kit/cursor';
import { nextId } from '@dailyfeed/service-kit/neighbour-id';
import * as z from 'zod';

import { findMarkedPosts, type MarkedPost } from '../db/marked-post.ts';
import { findPostsByAuthor } from '../db/post.ts';
import type { Deps } from '../deps.ts';
import { byId, type PageRequest, readFeedPage, toChunk } from './page.ts';
import { showPosts } from './visible-post.ts';

type OwnRequest = PageRequest & { viewerId: string };

const MarkPosition = z.strictObject({ at: TimePosition, id: IdPosition });

/** The viewer's own posts, newest first. */
export async function readMyFeed(deps: Deps, request: OwnRequest): Promise<PostPage> {
  const { viewerId } = request;
  return readFeedPage(request, {
    list: { name: `mine/${viewerId}`, position: IdPosition },
    read: async (before, limit) => {
      const args = { authorId: viewerId, viewerId, before, limit: limit + 1 };
      return toChunk(await findPostsByAuthor(deps.db, args), limit, (row) => row.id);
    },
    show: (rows) => showPosts(deps, { rows, viewerId, place: 'opened' }),
    ...byId,
  });
}

/** What the viewer likes or keeps, the last marked first. */
export async function readMarkedFeed(
  deps: Deps,
  request: OwnRequest & { kind: 'liked' | 'bookmarked' },
): Promise<PostPage> {
  const { kind, viewerId } = request;
  const positionOf = (row: MarkedPost) => ({ at: row.markedAt.toISOString(), id: row.id });
  return readFeedPage(request, {
    // Whose list it is: a cursor tells when something was liked, and says nothing in another member's list.
    list: { name: `${kind}/${viewerId}`, position: MarkPosition },
    read: async (before, limit) => {
      const args = { kind, memberId: viewerId, before, limit: limit + 1 };
      return toChunk(await findMarkedPosts(deps.db, args), limit, positionOf);
    },
    // The reader has chosen each of them.
    show: (rows) =>
      showPosts(deps, { rows: rows.map((row) => row.post), viewerId, place: 'opened' }),
    positionOf,
    startOf: (row) => ({ ...positionOf(row), id: nextId(row.id) }),
  });
}
