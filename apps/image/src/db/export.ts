import type { ImagePurpose } from '@dailyfeed/contract/image';
import type { Transaction } from '@dailyfeed/service-kit/postgres';

export type ExportedRow = {
  id: string;
  purpose: ImagePurpose;
  /** The post, or the member, that has it. */
  ownerId: string | null;
  format: string;
  width: number;
  height: number;
  bytes: number;
  createdAt: Date;
};

const columns = `id, purpose, owner_id AS "ownerId", format, width, height, original_bytes::float8 AS bytes,
  created_at AS "createdAt"`;

export async function countImages(tx: Transaction, memberId: string): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    `SELECT count(*)::int FROM images WHERE member_id = $1 AND state = 'ready'`,
    [memberId],
  );
  return rows[0]?.count ?? 0;
}

/** The earliest first, after one of them. */
export async function listExportedImages(
  tx: Transaction,
  args: { memberId: string; after: { createdAt: string; id: string } | undefined; limit: number },
): Promise<ExportedRow[]> {
  const { memberId, after, limit } = args;
  // Of a time only milliseconds come back.
  const { rows } = await tx.query<ExportedRow>(
    `SELECT ${columns} FROM images
     WHERE member_id = $1 AND state = 'ready'
       AND ($2::timestamptz IS NULL OR (date_trunc('milliseconds', created_at), id) > ($2, $3))
     ORDER BY date_trunc('milliseconds', created_at), id LIMIT $4`,
    [memberId, after?.createdAt ?? null, after?.id ?? null, limit],
  );
  return rows;
}

export async function findExportedImage(
  tx: Transaction,
  args: { id: string; memberId: string },
): Promise<ExportedRow | undefined> {
  const { rows } = await tx.query<ExportedRow>(
    `SELECT ${columns} FROM images WHERE id = $1 AND member_id = $2 AND state = 'ready'`,
    [args.id, args.memberId],
  );
  return rows[0];
}
