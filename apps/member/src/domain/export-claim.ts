import { AppError } from '@dailyfeed/contract/errors';
import type { ExportProgress } from '@dailyfeed/contract/export';
import { newId } from '@dailyfeed/service-kit/id';

import {
  deleteExport,
  findRunningExport,
  insertExport,
  listExportsSince,
  updateExport,
} from '../db/account-exports.ts';
import type { Deps } from '../deps.ts';
import { lockMember } from './profile-change.ts';

/** Enough for anyone who wants their things, and little work for the stores. */
export const exportsPerDay = 5;
const dayMs = 86_400_000;
/** As often as a page asks how far it is. */
const heartbeatMs = 1000;
/** An export that has not been seen for so long has died with its process. */
const deadAfterMs = 30_000;

/** The one export of a member that may run. */
export type ExportClaim = {
  /** Counts items that have gone out; the total is known before the first. */
  readonly progress: { itemCount: number; itemTotal: number };
  /** Writes down how far it is; it does so by itself every few seconds. */
  note(): Promise<void>;
  /** It is over: taken, or called off by the member. Both count against the day. */
  finish(): Promise<void>;
  /** It failed here: it does not count. */
  takeBack(): Promise<void>;
};

/**
 * Claims the member's one export. Throws EXPORT_RUNNING while another runs, wherever that is, and RATE_LIMITED when
 * there were five within a day; the row of the member decides between two at once.
 */
export async function claimExport(deps: Deps, memberId: string): Promise<ExportClaim> {
  const id = newId();
  await deps.db.$transaction(async (tx) => {
    await lockMember(tx, memberId);
    const now = deps.now();
    const since = new Date(now.getTime() - dayMs);
    const recent = await listExportsSince(tx, { memberId, since });
    const isRunning = recent.some(
      (each) => each.finishedAt === null && each.seenAt.getTime() > now.getTime() - deadAfterMs,
    );
    if (isRunning) throw new AppError('EXPORT_RUNNING');
    const [earliest] = recent.slice(-exportsPerDay);
    if (recent.length >= exportsPerDay && earliest) {
      const waitMs = earliest.startedAt.getTime() + dayMs - now.getTime();
      const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1000));
      throw new AppError('RATE_LIMITED', { details: { retryAfterSeconds } });
    }
    await insertExport(tx, { id, memberId, startedAt: now });
  });

  const progress = { itemCount: 0, itemTotal: 0 };
  const note = (): Promise<void> =>
    updateExport(deps.db, id, { seenAt: deps.now(), ...progress }).catch((error: unknown) => {
      // The next beat tries again.
      deps.log.warn({ err: error }, 'progress of an export not noted');
    });
  const heartbeat = setInterval(() => void note(), heartbeatMs);
  heartbeat.unref();
  return {
    progress,
    note,
    finish: () => {
      clearInterval(heartbeat);
      return updateExport(deps.db, id, { finishedAt: deps.now(), ...progress });
    },
    takeBack: () => {
      clearInterval(heartbeat);
      return deleteExport(deps.db, id);
    },
  };
}

/** How far the member's export is; null when none runs. */
export async function getExportProgress(
  deps: Pick<Deps, 'db' | 'now'>,
  memberId: string,
): Promise<ExportProgress> {
  const since = new Date(deps.now().getTime() - deadAfterMs);
  return (await findRunningExport(deps.db, { memberId, since })) ?? null;
}
