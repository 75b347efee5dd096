import type {
  IndexedCommentPage,
  IndexedPostPage,
  IndexPageInput,
} from '@dailyfeed/contract/index-page';
import { readPageById } from '@dailyfeed/service-kit/cursor';

import { listLivingComments, toWrittenComment } from '../db/comments.ts';
import { listLivingPosts, toWrittenPost } from '../db/posts.ts';
import type { Deps } from '../deps.ts';
import { detectLanguage } from './language.ts';

/** All posts that are not deleted, by id. */
export async function readPostIndexPage(
  deps: Pick<Deps, 'db'>,
  input: IndexPageInput,
): Promise<IndexedPostPage> {
  const page = await readPageById('index/posts', input, ({ place: after, limit }) =>
    listLivingPosts(deps.db, { after, limit }),
  );
  const items = page.items.map((post) => {
    const { likeCount, commentCount, hiddenAt } = post;
    return { ...toWrittenPost(post), isHidden: hiddenAt !== null, likeCount, commentCount };
  });
  return { ...page, items };
}

/** All comments that are not deleted, of posts that are not, by id. */
export async function readCommentIndexPage(
  deps: Pick<Deps, 'db'>,
  input: IndexPageInput,
): Promise<IndexedCommentPage> {
  const page = await readPageById('index/comments', input, ({ place: after, limit }) =>
    listLivingComments(deps.db, { after, limit }),
  );
  const items = page.items.map((row) => {
    const comment = toWrittenComment(row);
    const language = detectLanguage(comment.text, comment.entities);
    const { likeCount, hiddenAt } = row;
    return { ...comment, language, isHidden: hiddenAt !== null, likeCount };
  });
  return { ...page, items };
}
