import type { ContentTransaction, DraftRow } from '@dailyfeed/content-store/client';
import type { Draft } from '@dailyfeed/contract/draft';
import { type AttachImageInput, AttachImagesInput } from '@dailyfeed/contract/image';

type WithImages = { images: AttachImageInput[] };

/** Any number, as long as nothing else in the database locks by it. */
const draftsLock = 1_685_217_654;

/** Makes the drafts of a member this transaction's alone, to its end: there may be none yet whose row could be locked. */
export async function lockDrafts(tx: ContentTransaction, memberId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${draftsLock}, hashtext(${memberId}))`;
}

export async function findDraft(tx: ContentTransaction, id: string): Promise<DraftRow | undefined> {
  return (await tx.draft.findUnique({ where: { id } })) ?? undefined;
}

export async function countDrafts(tx: ContentTransaction, memberId: string): Promise<number> {
  return tx.draft.count({ where: { memberId } });
}

export async function insertDraft(
  tx: ContentTransaction,
  draft: Omit<DraftRow, 'version' | 'images'> & WithImages,
): Promise<DraftRow> {
  return tx.draft.create({ data: draft });
}

/** Undefined where it has been deleted meanwhile. */
export async function updateDraft(
  tx: ContentTransaction,
  id: string,
  change: Pick<DraftRow, 'text' | 'contentWarning' | 'version' | 'updatedAt'> & WithImages,
): Promise<DraftRow | undefined> {
  const [row] = await tx.draft.updateManyAndReturn({ where: { id }, data: change });
  return row;
}

/** A member's drafts, the last saved first; `before` is the place to go on from. */
export async function findDrafts(
  tx: ContentTransaction,
  args: { memberId: string; before: { at: string; id: string } | null; limit: number },
): Promise<DraftRow[]> {
  const { memberId, before, limit } = args;
  return tx.draft.findMany({
    where: {
      memberId,
      ...(before && {
        updatedAt: { lte: before.at },
        OR: [{ updatedAt: { lt: before.at } }, { id: { lt: before.id } }],
      }),
    },
    orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
    take: limit,
  });
}

/** Of any version, where none is named. Gives how many were there: 1 or 0. */
export async function removeDraft(
  tx: ContentTransaction,
  draft: { id: string; memberId: string; version?: number | undefined },
): Promise<number> {
  const { id, memberId, version } = draft;
  const { count } = await tx.draft.deleteMany({
    where: { id, memberId, ...(version !== undefined && { version }) },
  });
  return count;
}

export function toDraft(row: DraftRow): Draft {
  return {
    id: row.id,
    text: row.text,
    contentWarning: row.contentWarning,
    images: AttachImagesInput.parse(row.images),
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
