import type { Deps } from '../deps.ts';
import { askMembersPurge } from './purging.ts';

/** Somebody shows themselves to fewer, or to more: what is remembered of them is asked for anew. Again is fine. */
export async function closeMember(
  deps: Pick<Deps, 'db' | 'members' | 'cdn' | 'now'>,
  memberId: string,
): Promise<void> {
  await deps.members.forget(memberId);
  await askMembersPurge(deps, memberId);
}
