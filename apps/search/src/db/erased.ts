import type { Transaction } from '@dailyfeed/service-kit/postgres';

/** Says that members are gone for good, and waits for what is being kept of their own. */
export async function addErased(tx: Transaction, memberIds: string[]): Promise<void> {
  if (memberIds.length === 0) return;
  for (const id of memberIds.toSorted()) {
    await tx.query(`SELECT pg_advisory_xact_lock(${lockOf('$1')})`, [id]);
  }
  await tx.query(
    'INSERT INTO erased_members (member_id) SELECT unnest($1::uuid[]) ON CONFLICT DO NOTHING',
    [memberIds.toSorted()],
  );
}

/** Whether something of a member's own may be kept: they stay until the transaction ends. */
export async function isKept(tx: Transaction, memberId: string): Promise<boolean> {
  await tx.query(`SELECT pg_advisory_xact_lock_shared(${lockOf('$1')})`, [memberId]);
  return !(await findErased(tx, [memberId])).has(memberId);
}

function lockOf(memberId: string): string {
  return `hashtextextended('erased ' || ${memberId}, 0)`;
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
