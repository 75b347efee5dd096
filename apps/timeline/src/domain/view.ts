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
  const { authorId: postAuthorId } = await getPost(deps, { id: postId, viewerId: memberId });
  if (postAuthorId === memberId) return;
  const view = { kind: 'post', postId, postAuthorId, memberId } as const;
  const viewer = memberId ?? deps.visitors.markOf({ postId, address });
  await deps.views.note(view, `${postId}:${viewer}`);
}
