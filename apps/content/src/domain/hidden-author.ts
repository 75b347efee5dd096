import { findAuthorIds } from '../db/authors.ts';
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

const nobody: ReadonlySet<string> = new Set();
