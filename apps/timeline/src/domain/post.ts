import { AppError } from '@dailyfeed/contract/errors';
import type { Post } from '@dailyfeed/contract/post';

import { findPosts } from '../db/post.ts';
import type { Deps } from '../deps.ts';
import { showPosts } from './visible-post.ts';

/** One post; what the viewer may not see is not found. */
export async function getPost(
  deps: Deps,
  args: { id: string; viewerId: string | null },
): Promise<Post> {
  const rows = await findPosts(deps.db, [args.id]);
  const posts = await showPosts(deps, { rows, viewerId: args.viewerId, place: 'opened' });
  const [post] = posts.values();
  if (!post) throw new AppError('POST_NOT_FOUND');
  return post;
}
