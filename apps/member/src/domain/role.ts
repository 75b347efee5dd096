import { AppError } from '@dailyfeed/contract/errors';
import { newId } from '@dailyfeed/service-kit/id';

import { insertAdminAction } from '../db/admin-actions.ts';
import { updateRoles } from '../db/admin-members.ts';
import type { MemberRow } from '../db/client.ts';
import { findHandleOwnerId } from '../db/handles.ts';
import { findAnyMember, findMemberByEmail, lockMembers } from '../db/members.ts';
import type { Deps } from '../deps.ts';
import { lockAdmins } from './account-state.ts';
import { normaliseEmail } from './email.ts';
import { announceRevocation, recordRevocation } from './revocation.ts';

export type RoleDeps = Pick<Deps, 'db' | 'now' | 'redis' | 'log' | 'revocations'> & {
  settings: Pick<Deps['settings'], 'accessTokenTtlSeconds'>;
};

/**
 * Makes somebody an admin, or no admin any more; `who` is a handle or an e-mail address. Access tokens that say
 * otherwise are refused as expired from here on, so every page goes on with the right ones after a refresh nobody
 * notices. Gives whether anything changed; MEMBER_NOT_FOUND for nobody.
 */
export async function setAdmin(
  deps: RoleDeps,
  who: string,
  change: 'grant' | 'revoke',
): Promise<{ member: MemberRow; isChanged: boolean }> {
  const id = await findId(deps, who);
  if (id === undefined) throw new AppError('MEMBER_NOT_FOUND');
  const { member, revocation } = await deps.db.$transaction(async (tx) => {
    await lockAdmins(tx);
    await lockMembers(tx, [id]);
    const before = await findAnyMember(tx, id);
    if (!before) throw new AppError('MEMBER_NOT_FOUND');
    if (before.roles.includes('ADMIN') === (change === 'grant')) return { member: before };
    const others = before.roles.filter((role) => role !== 'ADMIN');
    const roles = change === 'grant' ? [...others, 'ADMIN' as const] : others;
    await updateRoles(tx, id, roles);
    await insertAdminAction(tx, {
      id: newId(),
      kind: change === 'grant' ? 'ADMIN_GRANTED' : 'ADMIN_REVOKED',
      actorId: null,
      memberId: id,
      reason: '',
      createdAt: deps.now(),
    });
    return {
      member: { ...before, roles },
      revocation: await recordRevocation(deps, tx, { kind: 'roles', id, roles }),
    };
  });
  if (revocation) await announceRevocation(deps, revocation);
  return { member, isChanged: revocation !== undefined };
}

async function findId(deps: Pick<Deps, 'db'>, who: string): Promise<string | undefined> {
  if (!who.includes('@')) return findHandleOwnerId(deps.db, who);
  if (who.startsWith('@')) return findHandleOwnerId(deps.db, who.slice(1));
  return (await findMemberByEmail(deps.db, normaliseEmail(who)))?.id;
}
