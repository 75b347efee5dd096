import { randomInt } from 'node:crypto';

import type { Transaction } from '../db/client.ts';
import { findUsedHandleKeys, toHandleKey } from '../db/handles.ts';
import type { Deps } from '../deps.ts';
import { isReservedHandle } from './reserved-handle.ts';

/** Leaves room for a number behind it. */
const longest = 24;
const shortest = 3;
const numbered = 8;

/**
 * A handle like `name` that nobody has. Never made of an e-mail address, which is nobody's business; a name without
 * Latin letters gives `member_` and a number. Somebody may be faster: the unique constraint decides.
 */
export async function suggestHandle(
  deps: Pick<Deps, 'now'>,
  tx: Transaction,
  name: string,
): Promise<string> {
  const wished = toHandle(name);
  const base = wished ?? 'member';
  const numbers = Array.from({ length: numbered }, () => `${base}_${randomInt(1000, 100_000)}`);
  const candidates =
    wished !== undefined && !isReservedHandle(wished) ? [wished, ...numbers] : numbers;
  const keys = candidates.map(toHandleKey);
  const used = await findUsedHandleKeys(tx, { handleKeys: keys, now: deps.now() });
  return candidates.find((each) => !used.has(toHandleKey(each))) ?? `${base}_${randomInt(2 ** 31)}`;
}

/** "Jürgen Groß-Müller" → `jurgen_gro_muller`; undefined when too little is left. */
export function toHandle(name: string): string | undefined {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .slice(0, longest)
    .replaceAll(/^_|_$/g, '');
  return plain.length < shortest ? undefined : plain;
}
