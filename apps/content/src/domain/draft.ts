import { isDeepStrictEqual } from 'node:util';

import {
  type DeleteDraftInput,
  type Draft,
  draftCountMax,
  type DraftPage,
  type SaveDraftInput,
} from '@dailyfeed/contract/draft';
import { AppError } from '@dailyfeed/contract/errors';
import type { PageInput } from '@dailyfeed/contract/page';
import type { DeleteState } from '@dailyfeed/contract/post';
import {
  decodeCursor,
  encodeCursor,
  IdPosition,
  type List,
  TimePosition,
  toPage,
} from '@dailyfeed/service-kit/cursor';
import * as z from 'zod';

import {
  countDrafts,
  findDraft,
  findDrafts,
  insertDraft,
  lockDrafts,
  removeDraft,
  toDraft,
  updateDraft,
} from '../db/drafts.ts';
import type { Deps } from '../deps.ts';

/**
 * Keeps what a member is writing. What is kept already, or again, changes nothing: a save may be sent twice. Throws
 * DRAFT_CHANGED when it was made from another version, DRAFT_NOT_FOUND when the draft is gone, or somebody else's.
 */
export async function saveDraft(
  deps: Pick<Deps, 'db' | 'now'>,
  args: SaveDraftInput & { memberId: string },
): Promise<Draft> {
  const { id, memberId, text, contentWarning = null, images = [], version } = args;
  return deps.db.$transaction(async (tx) => {
    await lockDrafts(tx, memberId);
    const now = deps.now();
    const draft = await findDraft(tx, id);
    if (!draft) {
      if (version !== 0) throw new AppError('DRAFT_NOT_FOUND');
      if ((await countDrafts(tx, memberId)) >= draftCountMax) {
        throw new AppError('DRAFT_LIMIT_REACHED');
      }
      const times = { createdAt: now, updatedAt: now };
      return toDraft(
        await insertDraft(tx, { id, memberId, text, contentWarning, images, ...times }),
      );
    }
    if (draft.memberId !== memberId) throw new AppError('DRAFT_NOT_FOUND');
    const kept = toDraft(draft);
    const isSameText = draft.text === text && draft.contentWarning === contentWarning;
    if (isSameText && isDeepStrictEqual(kept.images, images)) return kept;
    if (draft.version !== version) throw new AppError('DRAFT_CHANGED');
    const change = { text, contentWarning, images, version: version + 1, updatedAt: now };
    const saved = await updateDraft(tx, id, change);
    // Whoever deletes it, or posts from it, does not wait for this transaction.
    if (!saved) throw new AppError('DRAFT_NOT_FOUND');
    return toDraft(saved);
  });
}

/** A member's own draft; DRAFT_NOT_FOUND when it is gone, or somebody else's. */
export async function getDraft(
  deps: Pick<Deps, 'db'>,
  args: { id: string; memberId: string },
): Promise<Draft> {
  const draft = await findDraft(deps.db, args.id);
  if (draft?.memberId !== args.memberId) throw new AppError('DRAFT_NOT_FOUND');
  return toDraft(draft);
}

/** A member's own drafts, the last saved first. */
export async function listDrafts(
  deps: Pick<Deps, 'db'>,
  args: PageInput & { memberId: string },
): Promise<DraftPage> {
  const { memberId, limit } = args;
  const list = listOf(memberId);
  const before = decodeCursor(list, args.cursor);
  const rows = await findDrafts(deps.db, { memberId, before, limit: limit + 1 });
  return toPage(rows.map(toDraft), limit, ({ updatedAt, id }) =>
    encodeCursor(list, { at: updatedAt, id }),
  );
}

/**
 * Idempotent: a draft that is gone, or was never there, is deleted. Others' stay where they are. Throws DRAFT_CHANGED
 * when it is of another version than the one that is meant.
 */
export async function deleteDraft(
  deps: Pick<Deps, 'db'>,
  args: DeleteDraftInput & { memberId: string },
): Promise<DeleteState> {
  const { id, memberId, version } = args;
  const count = await removeDraft(deps.db, args);
  if (count === 0 && version !== undefined) {
    const draft = await findDraft(deps.db, id);
    if (draft?.memberId === memberId) throw new AppError('DRAFT_CHANGED');
  }
  return { deleted: true };
}

type Position = { at: string; id: string };
function listOf(memberId: string): List<Position> {
  const position = z.strictObject({ at: TimePosition, id: IdPosition });
  return { name: `drafts/${memberId}`, position };
}
