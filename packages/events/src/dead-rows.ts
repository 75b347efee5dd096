import type { Pool } from 'pg';
import type { Logger } from 'pino';

import { type DeadLetter, nextResendAt } from './dead-letter.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { Failpoints } from './failpoint.ts';
import { createHealth } from './health.ts';
import {
  type DeadRow,
  findRowsWithLetter,
  findRowsWithoutLetter,
  hasDeadRows,
  markLaidDown,
  markLetterLost,
  parkDead,
  reviveDead,
  settleSent,
} from './outbox-table.ts';
import { headersOf } from './shard-relay.ts';

const batchRows = 200;

/** What a relay does about rows the brokers refused for good. */
export type DeadRowOptions = {
  pool: Pool;
  log: Logger;
  /** Name of the service, as its letters show it. */
  service: string;
  /** Where such rows become publisher dead letters; without it they are tried again here, now and then. */
  deadLetters?: Pick<DeadLetters, 'add' | 'findStatuses'> | undefined;
  /** How often dead rows are looked at: every 5 s unless given. */
  deadLookMs?: number | undefined;
  /** How long a row stays dead before it is tried again where there are no letters: a minute unless given. */
  deadReviveMs?: number | undefined;
  /** How many rows are looked at together: 200 unless given. */
  deadLimit?: number | undefined;
  failpoint?: Failpoints | undefined;
};

/** Looks after dead rows beside the relay's own work; `look` returns at once, and does nothing while it is not time. */
export type DeadRowKeeper = { look(onGoOn: () => void): void } & AsyncDisposable;

export function createDeadRowKeeper(options: DeadRowOptions): DeadRowKeeper {
  const health = createHealth(options.log, {
    failed: 'dead events wait for the dead-letter store',
    worked: 'dead events reach the dead-letter store again',
  });
  let under: Promise<void> | undefined;
  let lookAt = 0;
  const settle = async (onGoOn: () => void): Promise<void> => {
    try {
      if (await settleDeadRows(options)) onGoOn();
      health.worked();
    } catch (error) {
      health.failed(error);
    }
    lookAt = performance.now() + (options.deadLookMs ?? 5000);
    under = undefined;
  };
  return {
    look: (onGoOn) => {
      if (performance.now() >= lookAt) under ??= settle(onGoOn);
    },
    [Symbol.asyncDispose]: async () => under,
  };
}

/**
 * Makes dead rows publisher dead letters, and follows what becomes of those: a resent one is sent, a parked one is
 * passed by, and either way the rows behind it go on. The row stays the truth until then, so a store of letters that is
 * away costs nothing but time. True when rows that waited may go on.
 */
async function settleDeadRows(options: DeadRowOptions): Promise<boolean> {
  const { pool, deadLetters } = options;
  if (!(await hasDeadRows(pool))) return false;
  if (!deadLetters) return (await reviveDead(pool, options.deadReviveMs ?? 60_000)) > 0;
  const failures = await layDown(deadLetters, options);
  const mayGoOn = await followLetters(deadLetters, options);
  if (failures.length > 0) options.log.warn({ err: failures[0] }, 'dead events not laid down yet');
  return mayGoOn;
}

type Letters = NonNullable<DeadRowOptions['deadLetters']>;

/**
 * Makes a letter of every dead row that has none; the row keeps that it has, once it is there. Gives why some have none
 * yet: they are looked at again.
 */
async function layDown(
  deadLetters: Letters,
  { pool, service, failpoint, deadLimit: limit = batchRows }: DeadRowOptions,
): Promise<unknown[]> {
  const failures: unknown[] = [];
  let rows: DeadRow[];
  do {
    rows = await findRowsWithoutLetter(pool, limit);
    const laid: DeadRow[] = [];
    for (const row of rows) {
      try {
        await deadLetters.add(toPublisherLetter(row, service));
        await failpoint?.('relay:buried');
        laid.push(row);
      } catch (error) {
        failures.push(error);
      }
    }
    await markLaidDown(pool, idsOf(laid));
    if (laid.length > 0) await failpoint?.('relay:laid-down');
  } while (rows.length === limit && failures.length === 0);
  return failures;
}

/** Settles the rows whose letters are decided, of however many wait; a letter that is lost is laid down anew. */
async function followLetters(
  deadLetters: Letters,
  { pool, log, failpoint, deadLimit: limit = batchRows }: DeadRowOptions,
): Promise<boolean> {
  let decidedCount = 0;
  let rows: Pick<DeadRow, 'id' | 'seq'>[] = [];
  do {
    rows = await findRowsWithLetter(pool, { afterSeq: rows.at(-1)?.seq ?? '0', limit });
    const letters = await deadLetters.findStatuses(idsOf(rows));
    const decided = letters.filter(({ status }) => status !== 'waiting');
    if (decided.length > 0) await failpoint?.('relay:followed');
    const resent = decided.filter(({ status }) => status === 'resent');
    await settleSent(pool, idsOf(resent));
    if (resent.length > 0) await failpoint?.('relay:settled');
    const parked = decided.filter(({ status }) => status === 'parked');
    await parkDead(pool, idsOf(parked));
    if (parked.length > 0) await failpoint?.('relay:parked');
    const kept = new Set(idsOf(letters));
    await markLetterLost(pool, idsOf(rows.filter(({ id }) => !kept.has(id))));
    if (decided.length > 0) log.info({ decided }, 'dead events decided');
    decidedCount += decided.length;
  } while (rows.length === limit);
  return decidedCount > 0;
}

function idsOf(things: readonly { id: string }[]): string[] {
  return things.map(({ id }) => id);
}

function toPublisherLetter(row: DeadRow, service: string): DeadLetter {
  const [errorClass = '', ...message] = row.error.split(': ');
  return {
    id: row.id,
    kind: 'publisher',
    group: service,
    topic: null,
    partition: null,
    offset: null,
    key: toBase64(row.key),
    headers: Object.fromEntries(
      Object.entries(headersOf(row)).map(([name, value]) => [name, [toBase64(value)]]),
    ),
    value: toBase64(row.event),
    eventId: row.id,
    eventType: row.type,
    errorClass,
    errorMessage: message.join(': '),
    attempts: row.attempts,
    firstFailedAt: row.createdAt,
    lastFailedAt: row.deadAt,
    status: 'waiting',
    resends: 0,
    nextResendAt: nextResendAt(0, row.deadAt),
    resolvedAt: null,
  };
}

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}
