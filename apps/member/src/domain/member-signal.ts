import { publishMember } from '../db/member-signal.ts';
import type { Deps } from '../deps.ts';

/** After the commit of what changes who may see a member: nobody waits for the event, which may be late. */
export async function announceMember(
  deps: Pick<Deps, 'redis' | 'log'>,
  memberId: string,
): Promise<void> {
  try {
    await publishMember(deps.redis, memberId);
  } catch (error) {
    deps.log.warn({ err: error }, 'member change not announced');
  }
}
