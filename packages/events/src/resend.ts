import type { DeadLetterKind } from '@dailyfeed/contract/dead-letter';
import type { Message } from 'kafkajs';
import type { Logger } from 'pino';

import { isRefusal } from './bus.ts';
import { type DeadLetter, nextResendAt, toError } from './dead-letter.ts';
import type { DeadLetterPosition, DeadLetters } from './dead-letters.ts';
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
 * One due letter of each group and key, the oldest first. However many wait behind one that is not due itself, those of
 * other keys are come to.
 */
async function* firstOfLanes(
  kind: DeadLetterKind,
  { deadLetters, limit = pageSize, ...options }: ResendOptions,
): AsyncGenerator<DeadLetter> {
  const lanes = new Set<string>();
  let after: DeadLetterPosition | undefined;
  for (;;) {
    const due = await deadLetters.findDue({ kind, now: options.now(), limit, after });
    for (const letter of due) {
      const lane = letter.key === null ? letter.id : `${letter.group} ${letter.key}`;
      if (lanes.has(lane)) continue;
      lanes.add(lane);
      yield letter;
      if (lanes.size === lanesMax) return;
    }
    const last = due.at(-1);
    if (last === undefined || due.length < limit) return;
    after = { at: last.firstFailedAt, id: last.id };
  }
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
