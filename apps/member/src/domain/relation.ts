import { findRequestedIds } from '../db/follow-requests.ts';
import { findRelations } from '../db/follows.ts';
import type { Deps } from '../deps.ts';

/** How a reader stands to others, by their ids. */
export type Relations = {
  /** Those the reader follows. */
  followed: ReadonlySet<string>;
  /** Those the reader has asked. */
  requested: ReadonlySet<string>;
  /** Those who follow the reader. */
  following: ReadonlySet<string>;
};

/** How `readerId` stands to each of `ids`; null stands to nobody. */
export async function readRelations(
  deps: Pick<Deps, 'db'>,
  readerId: string | null,
  ids: string[],
): Promise<Relations> {
  if (readerId === null || ids.length === 0) return nobodys;
  const [relations, requested] = await Promise.all([
    findRelations(deps.db, readerId, ids),
    findRequestedIds(deps.db, readerId, ids),
  ]);
  return { ...relations, requested };
}

const none: ReadonlySet<string> = new Set();
const nobodys: Relations = { followed: none, requested: none, following: none };
