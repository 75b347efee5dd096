import { Pool } from 'pg';
import type { Logger } from 'pino';

import { backoffMs } from './backoff.ts';
import type { BusOptions } from './bus.ts';
import { createDeadRowKeeper, type DeadRowOptions } from './dead-rows.ts';
import type { Failpoints } from './failpoint.ts';
import { createHealth, type Health } from './health.ts';
import { startPruning } from './outbox-prune.ts';
import { findPendingShards, measureOutbox, type OutboxMeasure } from './outbox-table.ts';
import { shardCount } from './outbox.ts';
import { createPublisher } from './publisher.ts';
import { type HeldKeys, relayShard, type ShardRelayOptions } from './shard-relay.ts';

const pollMs = 100;
/** A shard whose rows all wait for a dead one is looked at this rarely, unless someone wakes the relay. */
const quietMs = 1000;
const awayBackoff = { firstMs: 100, maxMs: 2000 };

/** Sends what is in the outbox; `wake()` after a commit spares the wait for the next look. */
export type Relay = {
  wake(): void;
  /** What waits, for who watches. Rejects while the database is away. */
  measure(): Promise<OutboxMeasure>;
} & AsyncDisposable;

/** One shard as this process sees it. */
type Shard = {
  number: number;
  held: HeldKeys;
  isBusy: boolean;
  /** Rows were seen to wait while it was busy: perhaps others than those it had read. */
  isAwaited: boolean;
  failures: number;
  /** Not looked at before; in ms, as `performance.now()` counts them: a clock that is set back stops nothing. */
  failedUntil: number;
  quietUntil: number;
};

/**
 * Sends the rows of the table `outbox` to Kafka, each at least once, those of one key in order. Any number of relays
 * may run on one database: shards are shared out by advisory locks. A broker or database that is away is waited for,
 * and never counts against a row; a row the broker refuses 10 times is dead and holds back only its own key, until it
 * is sent again or a person decides against it.
 */
export function startRelay(
  args: {
    databaseUrl: string;
    bus: BusOptions;
    log: Logger;
    now?: () => Date;
    refusedRetryMs?: number;
    failpoint?: Failpoints;
  } & Pick<DeadRowOptions, 'deadLetters' | 'deadLookMs' | 'deadReviveMs' | 'deadLimit'>,
): Relay {
  const { log } = args;
  const pool = createPool(args.databaseUrl, log);
  const publisher = createPublisher({ bus: args.bus, log, now: args.now ?? (() => new Date()) });
  const options = {
    pool,
    publisher,
    log,
    refusedRetryMs: args.refusedRetryMs ?? 500,
    failpoint: args.failpoint,
  };
  const shards = Array.from({ length: shardCount }, (_, number) => createShard(number));
  const bell = createBell();
  const health = createHealth(log, {
    failed: 'events wait in the outbox',
    worked: 'events leave the outbox again',
  });
  const passes = new Set<Promise<void>>();
  let isStopping = false;

  const look = async (): Promise<void> => {
    const pending = await findPendingShards(pool);
    const now = performance.now();
    for (const number of pending) {
      const shard = shards[number];
      if (!shard) continue;
      if (shard.isBusy) shard.isAwaited = true;
      if (shard.isBusy || Math.max(shard.failedUntil, shard.quietUntil) > now) continue;
      const pass = drain(shard, { options, health, isStopping: () => isStopping }).then(
        (isMore) => {
          passes.delete(pass);
          if (isMore) bell.ring();
        },
      );
      passes.add(pass);
    }
  };
  const deadRows = createDeadRowKeeper({ ...args, pool, service: args.bus.clientId });
  const pruning = startPruning({ pool, log });
  const loop = async (): Promise<void> => {
    let failures = 0;
    while (!isStopping) {
      try {
        await look();
        deadRows.look(wake);
        failures = 0;
      } catch (error) {
        failures += 1;
        health.failed(error);
      }
      await bell.wait(failures === 0 ? pollMs : backoffMs(failures, awayBackoff));
    }
  };
  const wake = (): void => {
    for (const shard of shards) shard.quietUntil = 0;
    bell.ring();
  };
  const running = loop();

  return {
    wake,
    measure: () => measureOutbox(pool),
    [Symbol.asyncDispose]: async () => {
      isStopping = true;
      bell.ring();
      // No new round begins while the rest ends.
      const pruned = pruning[Symbol.asyncDispose]();
      await running;
      await Promise.all(passes);
      await deadRows[Symbol.asyncDispose]();
      await pruned;
      await publisher[Symbol.asyncDispose]();
      await pool.end();
    },
  };
}

/** Sends a shard's rows until none are left; true when a last look is due for what came meanwhile. */
async function drain(
  shard: Shard,
  args: {
    options: ShardRelayOptions;
    health: Health;
    isStopping(): boolean;
  },
): Promise<boolean> {
  shard.isBusy = true;
  try {
    while (!args.isStopping()) {
      shard.isAwaited = false;
      const pass = await relayShard(shard.number, shard.held, args.options);
      shard.failures = 0;
      args.health.worked();
      if (pass === 'more') continue;
      if (pass === 'nothing') shard.quietUntil = performance.now() + quietOf(shard);
      return pass === 'sent-all' && shard.isAwaited;
    }
  } catch (error) {
    shard.failures += 1;
    shard.failedUntil = performance.now() + backoffMs(shard.failures, awayBackoff);
    args.health.failed(error);
  } finally {
    shard.isBusy = false;
  }
  return false;
}

/** A row that was refused is due earlier than one that waits for a dead one. */
function quietOf(shard: Shard): number {
  const due = Math.min(...shard.held.values()) - performance.now();
  return Math.max(0, Math.min(quietMs, due));
}

function createShard(number: number): Shard {
  return {
    number,
    held: new Map(),
    isBusy: false,
    isAwaited: false,
    failures: 0,
    failedUntil: 0,
    quietUntil: 0,
  };
}

function createPool(databaseUrl: string, log: Logger): Pool {
  const pool = new Pool({
    connectionString: databaseUrl,
    application_name: 'outbox-relay',
    // One for each shard, or a slow one would hold up the others; one to look, one to tidy up. Idle ones close.
    max: shardCount + 2,
    idleTimeoutMillis: 5000,
    connectionTimeoutMillis: 2000,
    query_timeout: 10_000,
    // Frees the shard when this process hangs while it sends.
    idle_in_transaction_session_timeout: 60_000,
  });
  // An idle connection that breaks is replaced; the next query tells whether the database is away.
  pool.on('error', (error) => log.debug({ err: error }, 'outbox connection lost'));
  return pool;
}

type Bell = { ring(): void; wait(ms: number): Promise<void> };

/** A wait that a ring ends; a ring while nobody waits ends the next wait. */
function createBell(): Bell {
  let hasRung = false;
  let end: (() => void) | undefined;
  return {
    ring: () => {
      hasRung = true;
      end?.();
    },
    wait: async (ms) => {
      if (!hasRung) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const timer = setTimeout(resolve, ms);
        end = resolve;
        await promise;
        clearTimeout(timer);
        end = undefined;
      }
      hasRung = false;
    },
  };
}
