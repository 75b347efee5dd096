import type { AdminAction } from '@dailyfeed/contract/admin';

import type { AdminActionRow, MemberRow, Transaction } from './client.ts';

export async function insertAdminAction(tx: Transaction, action: AdminActionRow): Promise<void> {
  await tx.adminAction.createMany({ data: [action] });
}

export type AdminActionWithMembers = AdminActionRow & {
  actor: MemberRow | null;
  member: MemberRow;
};

/** What was done, latest first; what comes before the action `before`. */
export async function listAdminActions(
  tx: Transaction,
  args: { before: string | null; limit: number },
): Promise<AdminActionWithMembers[]> {
  return tx.adminAction.findMany({
    where: args.before === null ? {} : { id: { lt: args.before } },
    include: { actor: true, member: true },
    orderBy: { id: 'desc' },
    take: args.limit,
  });
}

export function toAdminAction(row: AdminActionWithMembers): AdminAction {
  return {
    id: row.id,
    kind: row.kind,
    actor: row.actor && toNamed(row.actor),
    member: toNamed(row.member),
    reason: row.reason,
    createdAt: row.createdAt.toISOString(),
  };
}

function toNamed({ id, handle, displayName }: MemberRow): AdminAction['member'] {
  return { id, handle, displayName };
}
