import { addUndoings, type Fates, removeUndoings, type Undoing } from '../db/tombstones.ts';
import type { Deps } from '../deps.ts';
import { subjectsOf } from './notification-place.ts';
import { idOf, type Told } from './told.ts';

type TakenBack = { told: Told; version: number; at: Date };

/**
 * Leaves word of what is taken back, for what happened before it and comes later: the last of each cause. Call it before
 * what is there is read: whoever tells looks for it afterwards, so one of the two meets the other. What names somebody
 * who is gone needs none.
 */
export async function noteUndone(
  deps: Pick<Deps, 'db'>,
  acts: readonly TakenBack[],
  fates: Fates,
): Promise<void> {
  const last = new Map<string, Undoing>();
  for (const { told, version, at } of acts) {
    const cause = idOf(told);
    const before = last.get(cause)?.version ?? fates.undoneOf(cause);
    if (version <= before || subjectsOf(told).some((id) => fates.isGone(id))) continue;
    const memberIds = [told.recipientId, told.actorId].filter((id) => id !== null);
    last.set(cause, { cause, version, at, memberIds });
  }
  await addUndoings(deps.db, [...last.values()]);
  const replaced = [...last.keys()].map((cause) => ({ cause, version: fates.undoneOf(cause) }));
  await removeUndoings(
    deps.db,
    replaced.filter(({ version }) => version > 0),
  );
}

/** What is undone while one thing after another happens, on top of what was before. */
export function createUndone(fates: Fates): Fates & { undo(act: TakenBack): void } {
  const undone = new Map<string, number>();
  const undoneOf = (cause: string): number =>
    Math.max(fates.undoneOf(cause), undone.get(cause) ?? 0);
  return {
    ...fates,
    undoneOf,
    undo: ({ told, version }) => {
      const cause = idOf(told);
      undone.set(cause, Math.max(version, undoneOf(cause)));
    },
  };
}
