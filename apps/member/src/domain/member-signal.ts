import { publishMember } from '../db/member-signal.ts';
import type { Deps } from '../deps.ts';
import { announce } from './announcement.ts';
import { announceGraphChange } from './follow.ts';

/**
 * After the commit of what changes who may see a member: nobody waits for the event, which may be late. Who listens
 * forgets them at once; who keeps answers by the version of the graph asks anew.
 */
export async function announceMember(
  deps: Pick<Deps, 'redis' | 'log'>,
  memberId: string,
): Promise<void> {
  await Promise.all([
    announceGraphChange(deps, [memberId]),
    announce(deps, {
      message: 'member change not announced',
      tell: () => publishMember(deps.redis, memberId),
    }),
  ]);
}
