import { AppError } from '@dailyfeed/contract/errors';
import type { Post, VisiblePostsInput } from '@dailyfeed/contract/post';

import { findPost, findPosts } from '../db/post.ts';
import type { Deps } from '../deps.ts';
import type { Place } from './visible-author.ts';
import { showPosts } from './visible-post.ts';

type Args = { id: string; viewerId: string | null };

/** One post; what the viewer may not see is not found. */
export async function getPost(deps: Deps, args: Args): Promise<Post> {
  const post = await findOpenedPost(deps, args);
  if (!post) throw new AppError('POST_NOT_FOUND');
  return post;
}

/** As `getPost`; undefined where there is none for this viewer. */
export async function findOpenedPost(
  deps: Deps,
  { id, viewerId }: Args,
): Promise<Post | undefined> {
  const row = await findPost(deps.db, id);
  const rows = row ? [row] : [];
  const posts = await showPosts(deps, { rows, viewerId, place: 'opened' });
  const [post] = posts.values();
  return post;
}

/** Of the posts asked for, those that the viewer sees, in the order asked for. */
export async function listVisiblePosts(
  deps: Deps,
  { ids, openedAuthorId, viewerId }: VisiblePostsInput & { viewerId: string | null },
): Promise<Post[]> {
  const rows = await findPosts(deps.db, ids);
  const posts = await showPosts(deps, { rows, viewerId, place: placeOf(openedAuthorId) });
  return [...new Set(ids)].flatMap((id) => posts.get(id) ?? []);
}

/** Where others are met unasked, and one author perhaps was asked for. */
export function placeOf(openedAuthorId: string | null): Place {
  return openedAuthorId === null ? 'unasked' : { openedAuthorId };
}
