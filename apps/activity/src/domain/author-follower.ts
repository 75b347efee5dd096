import type { Deps } from '../deps.ts';

/** Of `readerIds`, those who follow an author and want to meet them. */
export async function findFollowersAmong(
  deps: Pick<Deps, 'members'>,
  args: { authorId: string; readerIds: string[] },
): Promise<string[]> {
  const { authorId: memberId, readerIds } = args;
  const relationships = await deps.members.relationships(
    readerIds.filter((id) => id !== memberId).map((readerId) => ({ readerId, memberId })),
  );
  return relationships.flatMap(({ readerId, following, hidden }) =>
    following && !hidden ? readerId : [],
  );
}
