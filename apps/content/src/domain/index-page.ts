import type {
  IndexedCommentPage,
  IndexedPostPage,
  IndexPageInput,
} from '@dailyfeed/contract/index-page';
import {
  decodeCursor,
  encodeCursor,
  IdPosition,
  type List,
  toPage,
} from '@dailyfeed/service-kit/cursor';

import { listLivingComments, toWrittenComment } from '../db/comments.ts';
import { listLivingPosts, toWrittenPost } from '../db/posts.ts';
import type { Deps } from '../deps.ts';
import { detectLanguage } from './language.ts';

const posts: List<string> = { name: 'index/posts', position: IdPosition };
const comments: List<string> = { name: 'index/comments', position: IdPosition };

/** All posts that are not deleted, by id. */
export async function readPostIndexPage(
  deps: Pick<Deps, 'db'>,
  { cursor, limit }: IndexPageInput,
): Promise<IndexedPostPage> {
  const after = decodeCursor(posts, cursor);
  const rows = await listLivingPosts(deps.db, { after, limit: limit + 1 });
  const page = toPage(rows, limit, (last) => encodeCursor(posts, last.id));
  const items = page.items.map((post) => {
    const { likeCount, commentCount, hiddenAt } = post;
    return { ...toWrittenPost(post), isHidden: hiddenAt !== null, likeCount, commentCount };
  });
  return { ...page, items };
}

/** All comments that are not deleted, of posts that are not, by id. */
export async function readCommentIndexPage(
  deps: Pick<Deps, 'db'>,
  { cursor, limit }: IndexPageInput,
): Promise<IndexedCommentPage> {
  const after = decodeCursor(comments, cursor);
  const rows = await listLivingComments(deps.db, { after, limit: limit + 1 });
  const page = toPage(rows, limit, (last) => encodeCursor(comments, last.id));
  const items = page.items.map((row) => {
    const comment = toWrittenComment(row);
    const language = detectLanguage(comment.text, comment.entities);
    return { ...comment, language, likeCount: row.likeCount };
  });
  return { ...page, items };
}
