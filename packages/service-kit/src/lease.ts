import type { Redis } from 'ioredis';
import pg from 'pg';

import { newId } from './id.ts';

/** What `work` came to, or that another process holds the name and there is nothing to do here. */
export type LeaseOutcome<T> = { isHeld: true; value: T } | { isHeld: false };

/**
 * Runs `work` while this process alone holds `name`; does not wait for who else holds it. The signal aborts when the
 * lease may have been lost. Rejects when the store of leases is away.
 */
export type Lease = <T>(
  name: string,
  work: (signal: AbortSignal) => Promise<T>,
) => Promise<LeaseOutcome<T>>;

/** First half of the leases' advisory locks; any number, as long as nothing else in the database locks by it. */
const leaseSpace = 1_818_587_237;
const connectTimeoutMs = 2000;

/** Leases as advisory locks of a connection of their own: one that a killed process held is free with its connection. */
export function createPostgresLease(databaseUrl: string): Lease {
  return async (name, work) => {
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: `lease ${name}`,
      connectionTimeoutMillis: connectTimeoutMs,
      keepAlive: true,
    });
    const lost = new AbortController();
    client.on('error', (error) => lost.abort(error));
    await client.connect();
    try {
      const { rows } = await client.query<{ held: boolean }>(
        'SELECT pg_try_advisory_lock($1, hashtext($2)) AS held',
        [leaseSpace, name],
      );
      if (rows[0]?.held !== true) return { isHeld: false };
      return { isHeld: true, value: await work(lost.signal) };
    } finally {
      // Ends the session, and with it the lock.
      await client.end();
    }
  };
}

const renew =
  "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end return 0";
const release =
  "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0";

/**
 * Leases as keys of Redis that are renewed while `work` runs; one that a killed process held is free after `ttlMs`
 * (30 s). A process that hangs for longer than that may wake beside another: `work` has to bear it.
 */
export function createRedisLease(redis: Redis, { ttlMs = 30_000 } = {}): Lease {
  return async (name, work) => {
    const key = `lease:${name}`;
    const token = newId();
    if ((await redis.set(key, token, 'PX', ttlMs, 'NX')) === null) return { isHeld: false };
    const lost = new AbortController();
    let renewedAt = performance.now();
    const timer = setInterval(() => {
      redis.eval(renew, 1, key, token, ttlMs).then(
        (answer) => {
          if (answer === 1) renewedAt = performance.now();
          else lost.abort(new Error(`lease ${name} lost`));
        },
        (error: unknown) => {
          if (performance.now() - renewedAt > ttlMs) lost.abort(error);
        },
      );
    }, ttlMs / 3);
    try {
      return { isHeld: true, value: await work(lost.signal) };
    } finally {
      clearInterval(timer);
      // It ends by itself where Redis cannot be asked.
      await redis.eval(release, 1, key, token).catch(() => undefined);
    }
  };
}
