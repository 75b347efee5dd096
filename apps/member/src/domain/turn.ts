import type { Transaction } from '../db/client.ts';
import type { Deps } from '../deps.ts';

/**
 * A transaction that locks the rows of these members: it takes a connection when it is the turn of each, so that a burst
 * about one of them leaves connections to all others. In the order of their ids, as `lockMembers` does.
 */
export function transactInTurn<T>(
  deps: Pick<Deps, 'db' | 'turns'>,
  memberIds: readonly string[],
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  // Each once: whoever is both ends would wait for themselves.
  const inTurn = [...new Set(memberIds)].toSorted().reduceRight<() => Promise<T>>(
    (next, id) => () => deps.turns.take(`member:${id}`, next),
    () => deps.db.$transaction(work),
  );
  return inTurn();
}
