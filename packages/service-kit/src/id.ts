import { v7 } from 'uuid';

/** A UUIDv7: ids made later sort later. `at` is given where a past is imported. */
export function newId(at?: Date): string {
  return at ? v7({ msecs: at.getTime() }) : v7();
}
