import { isFirstView } from '../db/view.ts';
import type { Deps } from '../deps.ts';
import { getPost } from './post.ts';

/**
 * A post was really seen: counts once a viewer and hour, and never for its author. What happens to the count is told by
 * an event, best effort; POST_NOT_FOUND for a post the viewer may not read.
 */
export async function viewPost(
  deps: Deps,
  args: { id: string; viewerId: string | null; address: string },
): Promise<void> {
  const { id: postId, viewerId: memberId, address } = args;
  const post = await getPost(deps, { id: postId, viewerId: memberId });
  if (post.authorId === memberId) return;
  const { namespace } = deps;
  if (!(await isFirstView(deps.state, { namespace, postId, memberId, address }))) return;
  deps.views.note({ postId, postAuthorId: post.authorId, memberId });
}
