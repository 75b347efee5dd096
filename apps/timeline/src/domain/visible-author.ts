import type { MemberSummary } from '@dailyfeed/contract/member';

import type { Deps } from '../deps.ts';
import { pickFollowed, readGraph } from './following.ts';
import { canRead } from './visibility.ts';

/** Of `authorIds`, those who are there and whose words the viewer may read. */
export async function findVisibleAuthors(
  deps: Deps,
  args: { authorIds: string[]; viewerId: string | null },
): Promise<Map<string, MemberSummary>> {
  const { viewerId } = args;
  const authors = await deps.members.summaries([...new Set(args.authorIds)]);
  const restricted = authors.filter((author) => author.visibility === 'FOLLOWERS');
  const followed = await findFollowedOf(deps, { viewerId, authors: restricted });
  return new Map(
    authors
      .filter((author) => canRead(author, { viewerId, followed }))
      .map((author) => [author.id, author]),
  );
}

async function findFollowedOf(
  deps: Deps,
  args: { viewerId: string | null; authors: MemberSummary[] },
): Promise<Set<string>> {
  const { viewerId, authors } = args;
  if (viewerId === null || authors.length === 0) return new Set();
  const graph = await readGraph(deps, viewerId);
  return pickFollowed(
    deps,
    graph,
    authors.map((author) => author.id),
  );
}
