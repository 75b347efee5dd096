import { randomUUID } from 'node:crypto';

import type { Collection, Db } from 'mongodb';

import { isDuplicate } from './mongo.ts';

/** Rights to act on a letter: one holder at a time. */
export type Claims = {
  /**
   * Runs `work` while nobody else has the claim of `id`; `undefined` when someone else has it. A claim whose holder
   * was killed is free after a minute.
   */
  hold<T>(id: string, work: () => Promise<T>): Promise<T | undefined>;
};

type Claim = { _id: string; token: string; until: Date };

const ttlMs = 60_000;

/** Claims as documents of `dead_letter_claims`: taken by a unique insert, given back and taken over by a delete. */
export function createClaims(open: () => Promise<Db>): Claims {
  return {
    hold: async (id, work) => {
      const db = await open();
      const claims = db.collection<Claim>('dead_letter_claims');
      const token = await take(claims, id);
      if (token === undefined) return undefined;
      try {
        return await work();
      } finally {
        // It ends by itself where the store cannot be asked.
        await claims.deleteOne({ _id: id, token }).catch(() => undefined);
      }
    },
  };
}

async function take(claims: Collection<Claim>, id: string): Promise<string | undefined> {
  const held = await claims.findOne({ _id: id });
  if (held) {
    if (held.until.getTime() > Date.now()) return undefined;
    await claims.deleteOne({ _id: id, token: held.token });
  }
  const token = randomUUID();
  try {
    await claims.insertOne({ _id: id, token, until: new Date(Date.now() + ttlMs) });
    return token;
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return undefined;
  }
}
