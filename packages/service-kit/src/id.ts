import { v7 } from 'uuid';

/** A UUIDv7: ids made later sort later. `at` is given where a past is imported. */
export function newId(at?: Date): string {
  return at ? v7({ msecs: at.getTime() }) : v7();
}

/** A UUIDv7 that sorts behind all of `ids`, also where those were made by a clock that is ahead of this one. */
export function newIdBehind(ids: readonly string[]): string {
  const id = newId();
  const last = ids.toSorted().at(-1);
  if (last === undefined || last < id) return id;
  return v7({ msecs: Number.parseInt(last.slice(0, 13).replace('-', ''), 16) + 1 });
}
