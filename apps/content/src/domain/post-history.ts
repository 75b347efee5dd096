import type { ContentTransaction } from '@dailyfeed/content-store/client';
import { AppError } from '@dailyfeed/contract/errors';
import type { PageInput } from '@dailyfeed/contract/page';
import type { PostHistory, WrittenPost } from '@dailyfeed/contract/post';
import { decodeCursor, encodeCursor, type List, toPage } from '@dailyfeed/service-kit/cursor';
import * as z from 'zod';

import { findPostVersions, toPostVersion } from '../db/post-versions.ts';
import { findPost, findShownPosts, toWrittenPost } from '../db/posts.ts';
import type { Deps } from '../deps.ts';

/**
 * Every text a post has had, the one in force first; what the reader may not see is not found. Texts that were hidden
 * by moderation stay between their author and the admins: that the post is shown again says nothing of them.
 */
export async function readPostHistory(
  deps: Pick<Deps, 'db' | 'members'>,
  args: PageInput & { id: string; readerId: string | null },
): Promise<PostHistory> {
  const { id, readerId, limit } = args;
  const list = listOf(id);
  const before = decodeCursor(list, args.cursor);
  const post = await findPost(deps.db, id);
  const isOwn = post?.authorId === readerId;
  if (!post || post.deletedAt || (post.hiddenAt && !isOwn)) throw new AppError('POST_NOT_FOUND');
  if (!(await deps.members.canRead(readerId, post.authorId))) throw new AppError('POST_NOT_FOUND');

  // An edit may have replaced meanwhile the text that stands first as the one in force.
  const page = { postId: id, before: before ?? post.version, limit: limit + 1, withHidden: isOwn };
  const replaced = await findPostVersions(deps.db, page);
  const versions = replaced.map(toPostVersion);
  if (before === null) {
    const { version, text, contentWarning, entities, createdAt, editedAt } = toWrittenPost(post);
    const writtenAt = editedAt ?? createdAt;
    versions.unshift({ version, text, contentWarning, entities, writtenAt });
  }
  return toPage(versions, limit, (last) => encodeCursor(list, last.version));
}

/** Those of `ids` that everybody may be shown, as far as this service knows; in the order asked for. */
export async function listPosts(deps: Pick<Deps, 'db'>, ids: string[]): Promise<WrittenPost[]> {
  const rows = await findShownPosts(deps.db, ids);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return [...new Set(ids)].flatMap((id) => byId.get(id) ?? []).map(toWrittenPost);
}

/** What was read in the first text of a post, with the images it has now; undefined once it is erased. */
export async function findFirstText(
  tx: ContentTransaction,
  postId: string,
): Promise<Pick<WrittenPost, 'entities' | 'images'> | undefined> {
  const row = await findPost(tx, postId);
  if (!row) return undefined;
  // Second: an edit between the two leaves the first text here, or there.
  const first = { postId, before: 2, limit: 1, withHidden: true };
  const [replaced] = await findPostVersions(tx, first);
  const { entities, images } = toWrittenPost(row);
  return { entities: replaced ? toPostVersion(replaced).entities : entities, images };
}

function listOf(postId: string): List<number> {
  return { name: `history/${postId}`, position: z.int32() };
}
