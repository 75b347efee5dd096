import { findServedIds } from '../db/images.ts';
import type { Deps } from '../deps.ts';

/** Somebody shows themselves to fewer, or to more: what is remembered of them is asked for anew. Again is fine. */
export async function closeMember(
  deps: Pick<Deps, 'db' | 'members' | 'cdn'>,
  memberId: string,
): Promise<void> {
  await deps.members.forget(memberId);
  const ids = await findServedIds(deps.db, memberId);
  if (ids.length > 0) await deps.cdn.purge(ids);
}
