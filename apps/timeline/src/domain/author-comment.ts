import type { CommentWithPostPage } from '@dailyfeed/contract/comment';
import { IdPosition } from '@dailyfeed/service-kit/cursor';

import { findCommentsByAuthor } from '../db/comment.ts';
import type { Deps } from '../deps.ts';
import { byId, type PageRequest, readFeedPage, toChunk } from './page.ts';
import { findOpenedAuthor } from './visible-author.ts';
import { showComments } from './visible-comment.ts';

/**
 * One author's comments, newest first, each with the post it stands under; none when the viewer may not read the
 * author.
 */
export async function readCommentsByAuthor(
  deps: Deps,
  request: PageRequest & { authorId: string; viewerId: string | null },
): Promise<CommentWithPostPage> {
  const { authorId, viewerId } = request;
  const author = await findOpenedAuthor(deps, { authorId, viewerId });
  return readFeedPage(request, {
    list: { name: `comments-by/${authorId}`, position: IdPosition },
    read: async (before, limit) => {
      if (!author) return { rows: [], next: null };
      const rows = await findCommentsByAuthor(deps.db, { authorId, before, limit: limit + 1 });
      return toChunk(rows, limit, (row) => row.id);
    },
    show: (rows) => showComments(deps, { rows, viewerId, place: { openedAuthorId: authorId } }),
    ...byId,
  });
}
