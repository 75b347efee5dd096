import { AppError } from '@dailyfeed/contract/errors';
import { hash, verify } from '@node-rs/argon2';

import type { Deps } from '../deps.ts';

// OWASP's second set of argon2id parameters; about 10 ms and 19 MiB each.
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** libuv has four threads for this; one stays free for files and names. */
const slots = 3;
/** Beyond that many waiting, an answer would come too late to be of use. */
const queueMax = 100;

/** Hashes and verifies with argon2id, a few at a time. */
export async function createPasswords(): Promise<Deps['passwords']> {
  const runInSlot = createSlots();
  const nobodys = await hash(crypto.randomUUID(), parameters);
  return {
    hash: (password) => runInSlot(() => hash(password, parameters)),
    verify: async (password, passwordHash) => {
      const isRight = await runInSlot(() => verify(passwordHash ?? nobodys, password));
      return isRight && passwordHash !== undefined;
    },
  };
}

function createSlots(): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = slots;
  return async (work) => {
    if (free > 0) free -= 1;
    else {
      if (waiting.length >= queueMax) {
        throw new AppError('RATE_LIMITED', { details: { retryAfterSeconds: 1 } });
      }
      const turn = Promise.withResolvers<void>();
      waiting.push(turn.resolve);
      await turn.promise;
    }
    try {
      return await work();
    } finally {
      // A slot goes from hand to hand; it is free only when nobody waits.
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
