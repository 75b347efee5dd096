import { findAuthorIds } from '../db/authors.ts';
import { findComment } from '../db/comments.ts';
import type { Deps } from '../deps.ts';

/**
 * Of those who wrote the post and the comment, whom the member may not read. Asked before a lock is held: nobody waits
 * for another service behind it. An author is one for ever, so what is read here holds there.
 */
export async function findHiddenAuthors(
  deps: Pick<Deps, 'db' | 'members'>,
  args: { memberId: string; postId: string; commentId?: string | null },
): Promise<ReadonlySet<string>> {
  const authorIds = await findAuthorIds(deps.db, args);
  const others = [...new Set(authorIds)].filter((id) => id !== args.memberId);
  return others.length === 0 ? nobody : deps.members.hiddenAmong(args.memberId, others);
}

/** As `findHiddenAuthors`, of a comment and the post it stands under; nobody where there is no such comment. */
export async function findHiddenAuthorsOf(
  deps: Pick<Deps, 'db' | 'members'>,
  { memberId, commentId }: { memberId: string; commentId: string },
): Promise<ReadonlySet<string>> {
  const comment = await findComment(deps.db, commentId);
  if (!comment) return nobody;
  return findHiddenAuthors(deps, { memberId, commentId, postId: comment.postId });
}

const nobody: ReadonlySet<string> = new Set();
