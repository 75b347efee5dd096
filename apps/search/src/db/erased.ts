import type { Transaction } from '@dailyfeed/service-kit/postgres';

/** Says that members are gone for good. */
export async function addErased(tx: Transaction, memberIds: string[]): Promise<void> {
  if (memberIds.length === 0) return;
  await tx.query(
    'INSERT INTO erased_members (member_id) SELECT unnest($1::uuid[]) ON CONFLICT DO NOTHING',
    [memberIds.toSorted()],
  );
}

/** Those of `memberIds` who are gone for good. */
export async function findErased(tx: Transaction, memberIds: string[]): Promise<Set<string>> {
  if (memberIds.length === 0) return new Set();
  const { rows } = await tx.query<{ id: string }>(
    'SELECT member_id AS id FROM erased_members WHERE member_id = ANY ($1::uuid[])',
    [memberIds],
  );
  return new Set(rows.map(({ id }) => id));
}
