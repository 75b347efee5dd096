import { AppError } from '@dailyfeed/contract/errors';
import type { MemberSummary } from '@dailyfeed/contract/member';

import type { Deps } from '../deps.ts';
import { type Graph, pickFollowed, readGraph } from './following.ts';
import { readHidden } from './hidden.ts';
import { canRead } from './visibility.ts';

/**
 * What a reader has opened by its address or author shows the muted, too; what comes unasked leaves them out. A list
 * of one author's leaves out all the muted but them.
 */
export type Place = 'opened' | 'unasked' | { openedAuthorId: string };

/** Who reads; `graph`: as it has been read for this request already. */
export type Viewer = { viewerId: string | null; graph?: Graph };

/** Of `authorIds`, those who are there and whose words the viewer may read, and wants to read in this place. */
export async function findVisibleAuthors(
  deps: Deps,
  args: { authorIds: string[]; place: Place } & Viewer,
): Promise<Map<string, MemberSummary>> {
  const { viewerId, place } = args;
  const authorIds = [...new Set(args.authorIds)];
  if (viewerId === null) {
    const authors = await deps.members.summaries(authorIds);
    return byId(authors.filter((author) => canRead(author, { viewerId, followed: nobody })));
  }
  const graph = args.graph ?? (await readGraph(deps, viewerId));
  const [authors, hidden] = await Promise.all([
    deps.members.summaries(authorIds),
    // One's own words need no asking.
    authorIds.every((id) => id === viewerId) ? nothing : readHidden(deps, graph),
  ]);
  const followed = await pickFollowed(deps, graph, idsOfRestricted(authors));
  const isHidden = ({ id }: MemberSummary): boolean =>
    hidden.blocked.has(id) || (hidden.muted.has(id) && !isOpened(id, place));
  return byId(
    authors.filter((author) => !isHidden(author) && canRead(author, { viewerId, followed })),
  );
}

/** The author whose page the viewer has opened; undefined when what stands there is not for the viewer to read. */
export async function findOpenedAuthor(
  deps: Deps,
  args: { authorId: string; viewerId: string | null },
): Promise<MemberSummary | undefined> {
  const { authorId, viewerId } = args;
  const [author] = await deps.members.summaries([authorId]);
  if (!author) throw new AppError('MEMBER_NOT_FOUND');
  const visible = await findVisibleAuthors(deps, {
    authorIds: [authorId],
    viewerId,
    place: 'opened',
  });
  return visible.get(authorId);
}

const nobody: ReadonlySet<string> = new Set();
const nothing = { blocked: nobody, muted: nobody };

function isOpened(authorId: string, place: Place): boolean {
  if (typeof place === 'string') return place === 'opened';
  return place.openedAuthorId === authorId;
}

function idsOfRestricted(authors: MemberSummary[]): string[] {
  return authors.filter((author) => author.visibility === 'FOLLOWERS').map((author) => author.id);
}

function byId(authors: MemberSummary[]): Map<string, MemberSummary> {
  return new Map(authors.map((author) => [author.id, author]));
}
