import type { DeadLetterKind } from '@dailyfeed/contract/dead-letter';
import type { Message } from 'kafkajs';
import type { Logger } from 'pino';

import { isRefusal } from './bus.ts';
import { type DeadLetter, type LetterFacts, nextResendAt, toError } from './dead-letter.ts';
import type { DeadLetterFilter, DeadLetterPosition, DeadLetters } from './dead-letters.ts';
import type { Failpoints } from './failpoint.ts';
import { toOriginHeaders } from './header.ts';
import type { Publisher } from './publisher.ts';

export type ResendOptions = {
  deadLetters: DeadLetters;
  publisher: Pick<Publisher, 'publish'>;
  log: Logger;
  now(): Date;
  /** How many letters are read at once: 500 unless given. */
  limit?: number;
  failpoint?: Failpoints | undefined;
};

/** `resent`; `refused` by the brokers once more; `decided` already; `busy`: someone else is at it; `absent`. */
export type ResendOutcome = 'resent' | 'refused' | 'decided' | 'busy' | 'absent';

/** `decided` is what was resent. */
export type ParkOutcome = 'parked' | 'decided' | 'busy' | 'absent';

/** Read at once. */
const pageSize = 500;
/** A run begins so many lanes at most; the next goes on. */
const lanesMax = 500;
/** A publisher's first: what its listeners could not handle came later. */
const kinds: readonly DeadLetterKind[] = ['publisher', 'listener'];

/**
 * Sends again what is due, in the order of each group and key: a letter that does not go, or is not due yet, holds
 * back those behind it. Each letter has an outcome of its own; killed at any point, the next run goes on, and a message
 * may then have been sent twice. Rejects while brokers or store are away.
 */
export async function resendDueLetters(
  options: ResendOptions,
  signal: AbortSignal,
): Promise<{ resent: number; refused: number; busy: number } | undefined> {
  const counts = { resent: 0, refused: 0, busy: 0 };
  for (const kind of kinds) {
    for await (const letter of firstOfLanes(kind, options)) {
      for (const next of await options.deadLetters.findLane(letter)) {
        if (signal.aborted) return counts;
        if (next.nextResendAt > options.now()) break;
        const outcome = await resendLetter(next.id, { ...options, from: ['waiting'] });
        if (outcome === 'resent' || outcome === 'refused' || outcome === 'busy') {
          counts[outcome] += 1;
        }
        if (outcome === 'refused' || outcome === 'busy') break;
      }
    }
  }
  return counts.resent + counts.refused + counts.busy === 0 ? undefined : counts;
}

/**
 * Does something about all letters of a kind that wait when it begins, due or not, the oldest first. Where the brokers
 * refuse one, or someone else is at it, those behind it of its group and key are `held`.
 */
export async function* decideWaiting<T extends ResendOutcome | ParkOutcome>(
  filter: Omit<DeadLetterFilter, 'status'> & { kind: DeadLetterKind },
  options: Pick<ResendOptions, 'deadLetters' | 'limit'> & {
    decide(id: string): Promise<T>;
  },
): AsyncGenerator<{ id: string; outcome: T | 'held' }> {
  const waiting = { ...filter, status: 'waiting' } as const;
  const [newest] = await options.deadLetters.list({ ...waiting, limit: 1 });
  const heldLanes = new Set<string>();
  for await (const letter of oldestFirst(filter, options)) {
    // What fails meanwhile is none of them, or there might be no end.
    if (!newest || letter.firstFailedAt > newest.firstFailedAt) return;
    const { id } = letter;
    const lane = laneOf(letter);
    const outcome = heldLanes.has(lane) ? 'held' : await options.decide(id);
    if (outcome === 'refused' || outcome === 'busy') heldLanes.add(lane);
    yield { id, outcome };
  }
}

/**
 * One due letter of each group and key, the oldest first. However many wait behind one that is not due itself, those of
 * other keys are come to.
 */
async function* firstOfLanes(
  kind: DeadLetterKind,
  options: ResendOptions,
): AsyncGenerator<LetterFacts> {
  const lanes = new Set<string>();
  for await (const letter of oldestFirst({ kind, dueAt: options.now() }, options)) {
    const lane = laneOf(letter);
    if (lanes.has(lane)) continue;
    lanes.add(lane);
    yield letter;
    if (lanes.size === lanesMax) return;
  }
}

/** All that wait, the oldest first, a page at a time. */
async function* oldestFirst(
  filter: Pick<Parameters<DeadLetters['findWaiting']>[0], 'kind' | 'group' | 'eventType' | 'dueAt'>,
  { deadLetters, limit = pageSize }: Pick<ResendOptions, 'deadLetters' | 'limit'>,
): AsyncGenerator<LetterFacts> {
  let after: DeadLetterPosition | undefined;
  for (;;) {
    const page = await deadLetters.findWaiting({ ...filter, limit, after });
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < limit) return;
    after = { at: last.firstFailedAt, id: last.id };
  }
}

/** What goes in order: the letters of a group and key; one without a key is by itself. */
function laneOf({ id, group, key }: LetterFacts): string {
  return key === null ? id : `${group} ${key}`;
}

/** Sends one letter again, due or not; also a parked one, unless `from` says otherwise. */
export async function resendLetter(
  id: string,
  options: ResendOptions & { from?: DeadLetter['status'][] },
): Promise<ResendOutcome> {
  const { deadLetters, from = ['waiting', 'parked'] } = options;
  const outcome = await deadLetters.claims.hold(id, async () => {
    await options.failpoint?.('resend:claimed');
    // Only what is read behind the claim counts.
    const letter = await deadLetters.find(id);
    if (!letter) return 'absent';
    if (!from.includes(letter.status)) return 'decided';
    return send(letter, options);
  });
  return outcome ?? 'busy';
}

/** Decides that a letter is not sent again by itself; what waited behind it goes on. */
export async function parkLetter(
  id: string,
  options: Pick<ResendOptions, 'deadLetters' | 'now'>,
): Promise<ParkOutcome> {
  const { deadLetters } = options;
  const outcome = await deadLetters.claims.hold(id, async () => {
    const letter = await deadLetters.find(id);
    if (!letter) return 'absent';
    if (letter.status === 'parked') return 'parked';
    if (letter.status !== 'waiting') return 'decided';
    await deadLetters.change(id, { status: 'parked', resolvedAt: options.now() });
    return 'parked';
  });
  return outcome ?? 'busy';
}

async function send(letter: DeadLetter, options: ResendOptions): Promise<'resent' | 'refused'> {
  const { deadLetters, log } = options;
  const facts = { letterId: letter.id, group: letter.group, eventId: letter.eventId };
  try {
    await options.publisher.publish([toMessage(letter)]);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const resends = letter.resends + 1;
    await deadLetters.change(letter.id, {
      resends,
      nextResendAt: nextResendAt(resends, options.now()),
      lastFailedAt: options.now(),
      ...toError(error),
    });
    log.warn({ ...facts, resends, err: error }, 'dead letter refused');
    return 'refused';
  }
  await options.failpoint?.('resend:sent');
  await deadLetters.change(letter.id, { status: 'resent', resolvedAt: options.now() });
  await options.failpoint?.('resend:changed');
  log.info(facts, 'dead letter resent');
  return 'resent';
}

function toMessage(letter: DeadLetter): Message {
  const headers = Object.fromEntries(
    Object.entries(letter.headers).map(([name, values]) => [name, values.map(decode)]),
  );
  return {
    key: letter.key === null ? null : decode(letter.key),
    value: letter.value === null ? null : decode(letter.value),
    headers: letter.kind === 'listener' ? { ...headers, ...toOriginHeaders(letter) } : headers,
  };
}

function decode(base64: string): Buffer {
  return Buffer.from(base64, 'base64');
}
