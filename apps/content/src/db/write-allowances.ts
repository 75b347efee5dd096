import type { ContentTransaction } from '@dailyfeed/content-store/client';

/** How much was written in the window that began at `windowStart`, and in the one before. */
export type Usage = { used: number; usedBefore: number; windowStart: Date };

/** Takes back what `countWrite` has counted in the same transaction. */
export async function uncountWrite(
  tx: ContentTransaction,
  { memberId, kind }: { memberId: string; kind: string },
): Promise<void> {
  const data = { used: { decrement: 1 } };
  await tx.writeAllowance.updateMany({ where: { memberId, kind }, data });
}

/** Counts one more write and gives what that makes. A clock that is behind counts in the newest window. */
export async function countWrite(
  tx: ContentTransaction,
  write: { memberId: string; kind: string; windowStart: Date },
): Promise<Usage> {
  const start = write.windowStart.toISOString();
  const [usage] = await tx.$queryRaw<Usage[]>`
    INSERT INTO write_allowances AS kept (member_id, kind, window_start, used, used_before)
    VALUES (${write.memberId}::uuid, ${write.kind}, ${start}::timestamptz, 1, 0)
    ON CONFLICT (member_id, kind) DO UPDATE SET
      used_before = CASE
        WHEN kept.window_start >= excluded.window_start THEN kept.used_before
        WHEN kept.window_start = excluded.window_start - interval '1 hour' THEN kept.used
        ELSE 0 END,
      used = CASE WHEN kept.window_start >= excluded.window_start THEN kept.used ELSE 0 END + 1,
      window_start = GREATEST(kept.window_start, excluded.window_start)
    RETURNING used, used_before AS "usedBefore", window_start AS "windowStart"`;
  return usage ?? { used: 1, usedBefore: 0, windowStart: write.windowStart };
}
