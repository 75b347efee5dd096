import type { Message } from 'kafkajs';
import type { Pool, PoolClient } from 'pg';
import type { Logger } from 'pino';

import { isRefusal } from './bus.ts';
import type { Failpoints } from './failpoint.ts';
import { eventTypeHeader, traceparentHeader } from './header.ts';
import { beginLocked, findUnsent, markRefused, markSent, type UnsentRow } from './outbox-table.ts';
import type { Publisher } from './publisher.ts';

const batchRows = 200;
/** Well below the broker's limit of 1 MB for what one request brings to one partition. */
const batchCharacters = 250_000;

/** What a pass over one shard came to. */
export type Pass = 'sent-all' | 'more' | 'nothing' | 'locked';

type Refusal = { row: UnsentRow; error: Error };
type Outcome = { sent: UnsentRow[]; refusals: Refusal[]; failure: Error | undefined };

/** What a relay has for all its shards. */
export type ShardRelayOptions = {
  pool: Pool;
  publisher: Publisher;
  log: Logger;
  /** Wait before a refused row is tried again; the n-th time n times as long. */
  refusedRetryMs: number;
  failpoint?: Failpoints | undefined;
};

/** Keys whose next row was refused → when it may be tried again, by `performance.now()`. */
export type HeldKeys = Map<string, number>;

/**
 * Sends the oldest rows of a shard and marks what was acknowledged, in one transaction that holds the shard's lock:
 * no other relay sends rows of the same keys meanwhile. Throws when the broker or the database is away; rows are then
 * as they were, or were sent without being marked and are sent again.
 */
export async function relayShard(
  shard: number,
  held: HeldKeys,
  options: ShardRelayOptions,
): Promise<Pass> {
  // Asked first, so that no transaction is open while the broker is away.
  await options.publisher.connect();
  const client = await options.pool.connect();
  // While the broker is waited for no query is under way that could report a lost connection: it comes as an event,
  // and one that nobody listens to ends the process. The next query tells.
  const onLost = (err: Error): void => options.log.debug({ err }, 'outbox connection lost');
  client.on('error', onLost);
  let broken: Error | undefined;
  try {
    const isLocked = await beginLocked(client, shard);
    const pass = await relayLocked(shard, { client, isLocked, held, options });
    await client.query('COMMIT');
    await options.failpoint?.('relay:committed');
    if (pass.failure) throw pass.failure;
    return pass.result;
  } catch (error) {
    await client.query('ROLLBACK').catch((cause: unknown) => {
      broken = cause instanceof Error ? cause : new Error('rollback failed');
    });
    throw error;
  } finally {
    client.release(broken);
    client.off('error', onLost);
  }
}

async function relayLocked(
  shard: number,
  args: { client: PoolClient; isLocked: boolean; held: HeldKeys; options: ShardRelayOptions },
): Promise<{ result: Pass; failure?: Error | undefined }> {
  const { client, isLocked, held, options } = args;
  if (!isLocked) return { result: 'locked' };
  await options.failpoint?.('relay:locked');

  const now = performance.now();
  for (const [key, until] of held) if (until <= now) held.delete(key);
  const found = await findUnsent(client, { shard, limit: batchRows, heldKeys: [...held.keys()] });
  if (found.length === 0) return { result: 'nothing' };

  const rows = withinSize(found);
  const outcome = await sendRows(rows, options.publisher);
  await options.failpoint?.('relay:sent');
  const ids = outcome.sent.map((row) => row.id);
  if (ids.length > 0) await markSent(client, ids);
  await options.failpoint?.('relay:marked');
  for (const refusal of outcome.refusals) await settleRefusal(refusal, args);
  if (outcome.refusals.length > 0) await options.failpoint?.('relay:refused');
  const isAll = rows.length === found.length && found.length < batchRows;
  return { result: isAll ? 'sent-all' : 'more', failure: outcome.failure };
}

async function settleRefusal(
  { row, error }: Refusal,
  args: { client: PoolClient; held: HeldKeys; options: ShardRelayOptions },
): Promise<void> {
  const { attempts, isDead } = await markRefused(args.client, {
    id: row.id,
    error: `${error.name}: ${error.message}`,
  });
  const facts = { eventId: row.id, eventType: row.type, key: row.key, attempts, err: error };
  if (isDead) {
    args.options.log.error(facts, 'event is dead');
    return;
  }
  args.options.log.warn(facts, 'event refused');
  args.held.set(row.key, performance.now() + attempts * args.options.refusedRetryMs);
}

/**
 * Sends rows in order. A refused batch is halved until the refused row is alone, so that it holds back no other key;
 * later rows of its own key stay. Any other failure ends the pass and is reported beside what was sent before it.
 */
async function sendRows(rows: UnsentRow[], publisher: Publisher): Promise<Outcome> {
  const outcome: Outcome = { sent: [], refusals: [], failure: undefined };
  const send = async (part: UnsentRow[]): Promise<void> => {
    const refusedKeys = new Set(outcome.refusals.map(({ row }) => row.key));
    const open = part.filter((row) => !refusedKeys.has(row.key));
    const [first] = open;
    if (!first) return;
    try {
      await publisher.publish(open.map(toMessage));
      outcome.sent.push(...open);
    } catch (error) {
      if (!isRefusal(error) || !(error instanceof Error)) throw error;
      if (open.length === 1) {
        outcome.refusals.push({ row: first, error });
        return;
      }
      const middle = Math.ceil(open.length / 2);
      await send(open.slice(0, middle));
      await send(open.slice(middle));
    }
  };
  try {
    await send(rows);
  } catch (error) {
    outcome.failure = error instanceof Error ? error : new Error('send failed', { cause: error });
  }
  return outcome;
}

/** What goes with an event, for who looks at a message without reading it, and for traces. */
export function headersOf(
  row: Pick<UnsentRow, 'id' | 'type' | 'messageKey' | 'traceparent'>,
): Record<string, string> {
  return {
    'event-id': row.id,
    [eventTypeHeader]: row.type,
    'message-key': row.messageKey,
    ...(row.traceparent !== null && { [traceparentHeader]: row.traceparent }),
  };
}

function toMessage(row: UnsentRow): Message {
  return { key: row.key, value: row.event, headers: headersOf(row) };
}

function withinSize(rows: UnsentRow[]): UnsentRow[] {
  let characters = 0;
  const end = rows.findIndex((row) => {
    characters += row.event.length;
    return characters > batchCharacters;
  });
  // One row that is too large by itself still goes: whether it is, the broker decides.
  return end === -1 ? rows : rows.slice(0, Math.max(end, 1));
}
