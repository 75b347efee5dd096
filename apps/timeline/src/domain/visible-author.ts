import type { MemberSummary } from '@dailyfeed/contract/member';

import type { Deps } from '../deps.ts';
import { pickFollowed, readGraph } from './following.ts';
import { readHidden } from './hidden.ts';
import { canRead } from './visibility.ts';

/** What a reader has opened by its address or author shows the muted, too; what comes unasked leaves them out. */
export type Place = 'opened' | 'unasked';

/** Of `authorIds`, those who are there and whose words the viewer may read, and wants to read in this place. */
export async function findVisibleAuthors(
  deps: Deps,
  args: { authorIds: string[]; viewerId: string | null; place: Place },
): Promise<Map<string, MemberSummary>> {
  const { viewerId, place } = args;
  const authorIds = [...new Set(args.authorIds)];
  if (viewerId === null) {
    const authors = await deps.members.summaries(authorIds);
    return byId(authors.filter((author) => canRead(author, { viewerId, followed: nobody })));
  }
  const graph = await readGraph(deps, viewerId);
  const [authors, hidden] = await Promise.all([
    deps.members.summaries(authorIds),
    // One's own words need no asking.
    authorIds.every((id) => id === viewerId) ? nothing : readHidden(deps, graph),
  ]);
  const followed = await pickFollowed(deps, graph, idsOfRestricted(authors));
  const isHidden = ({ id }: MemberSummary): boolean =>
    hidden.blocked.has(id) || (place === 'unasked' && hidden.muted.has(id));
  return byId(
    authors.filter((author) => !isHidden(author) && canRead(author, { viewerId, followed })),
  );
}

const nobody: ReadonlySet<string> = new Set();
const nothing = { blocked: nobody, muted: nobody };

function idsOfRestricted(authors: MemberSummary[]): string[] {
  return authors.filter((author) => author.visibility === 'FOLLOWERS').map((author) => author.id);
}

function byId(authors: MemberSummary[]): Map<string, MemberSummary> {
  return new Map(authors.map((author) => [author.id, author]));
}
