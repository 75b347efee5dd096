import type { Transaction } from '@dailyfeed/service-kit/postgres';

import { askingPurge } from './purging.ts';

/** Hides what a post has, unless a later version of it has said otherwise. */
export async function hideRows(
  tx: Transaction,
  args: { ownerId: string; version: number; at: Date; purgeAskedAt: Date | null },
): Promise<void> {
  await tx.query(
    `UPDATE images SET hidden_at = $3, hidden_version = $2, ${askingPurge('$4')}
     WHERE owner_id = $1 AND purpose = 'post' AND hidden_version <= $2`,
    [args.ownerId, args.version, args.at, args.purgeAskedAt],
  );
}

/** Shows it, unless a later version of it has said otherwise. */
export async function showRows(
  tx: Transaction,
  args: { ownerId: string; version: number },
): Promise<void> {
  await tx.query(
    `UPDATE images SET hidden_at = NULL, hidden_version = $2
     WHERE owner_id = $1 AND purpose = 'post' AND hidden_version <= $2`,
    [args.ownerId, args.version],
  );
}
