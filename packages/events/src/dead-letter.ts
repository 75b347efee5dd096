import { createHash } from 'node:crypto';

import type { DeadLetterKind, DeadLetterStatus } from '@dailyfeed/contract/dead-letter';
import type { KafkaMessage } from 'kafkajs';

import { backoffMs } from './backoff.ts';
import { peekEnvelope } from './envelope.ts';
import { originHeaders, resendOf } from './header.ts';

/** A message that went nowhere, with all it takes to send it again. Bytes are in base64. */
export type DeadLetter = {
  /** Of a listener: `group:topic:partition:offset:hash`; of a publisher: the event's id. */
  id: string;
  kind: DeadLetterKind;
  /** The consumer group, or the service whose event it is. */
  group: string;
  /** Where a listener's message was read; null for a publisher's, which never arrived. */
  topic: string | null;
  partition: number | null;
  /** Decimal; Kafka counts in 64 bits. */
  offset: string | null;
  key: string | null;
  headers: Record<string, string[]>;
  /** Untouched; null is Kafka's tombstone. */
  value: string | null;
  /** As far as the message could be read. */
  eventId: string | null;
  eventType: string | null;
  errorClass: string;
  errorMessage: string;
  attempts: number;
  firstFailedAt: Date;
  lastFailedAt: Date;
  status: DeadLetterStatus;
  /** How often it was sent again, and failed again. */
  resends: number;
  nextResendAt: Date;
  /** When it was resent or parked. */
  resolvedAt: Date | null;
};

/** A letter without what the message says, which may be long: for who looks at many. */
export type LetterFacts = Omit<DeadLetter, 'headers' | 'value'>;

const resendBackoff = { firstMs: 60_000, maxMs: 3_600_000 };

/** At once the first time, then ever more rarely, up to hourly. */
export function nextResendAt(resends: number, now: Date): Date {
  return resends === 0 ? now : new Date(now.getTime() + backoffMs(resends, resendBackoff));
}

/** What became of the attempts to handle a message. */
export type Failure = { error: unknown; attempts: number; firstFailedAt: Date };

/**
 * The letter that keeps a message as it came, and why a group laid it down. A message that was sent again is the letter
 * that it was sent from.
 */
export function toListenerLetter(
  message: KafkaMessage,
  place: { group: string; topic: string; partition: number },
  { error, attempts, firstFailedAt }: Failure,
): DeadLetter {
  const { id, type } = peekEnvelope(message.value);
  const now = new Date();
  const resent = resendOf(message.headers ?? {});
  const headers = Object.entries(message.headers ?? {}).filter(([name]) => !isOurs(name));
  return {
    id: resent?.letterId ?? idOf(message, place),
    kind: 'listener',
    ...place,
    offset: message.offset,
    key: message.key?.toString('base64') ?? null,
    headers: Object.fromEntries(headers.map(([name, value]) => [name, encode(value)])),
    value: message.value?.toString('base64') ?? null,
    eventId: id,
    eventType: type,
    ...toError(error),
    attempts,
    // What fails again keeps its age, and its place before what failed after it.
    firstFailedAt: resent?.firstFailedAt ?? firstFailedAt,
    lastFailedAt: now,
    status: 'waiting',
    resends: resent?.resends ?? 0,
    nextResendAt: nextResendAt(resent?.resends ?? 0, now),
    resolvedAt: null,
  };
}

/**
 * Whether a letter tells of a failure that the one kept under its id does not know of: what was sent again has come
 * back, or a publisher's row has died once more after it was sent. A listener's message counts how often it was sent;
 * a row has the time of its death, which only a resending that was refused can be later than.
 */
export function isFailureAnew(letter: DeadLetter, kept: LetterFacts): boolean {
  if (letter.kind === 'listener') return letter.resends > kept.resends;
  return kept.status === 'resent' && letter.lastFailedAt > kept.lastFailedAt;
}

/** The class of an error and the beginning of its message. */
export function toError(error: unknown): Pick<DeadLetter, 'errorClass' | 'errorMessage'> {
  return {
    errorClass: error instanceof Error ? error.name : typeof error,
    errorMessage: (error instanceof Error ? error.message : String(error)).slice(0, 1000),
  };
}

/** A topic that is made anew counts from 0 again: what is at a place is told apart by what it says. */
function idOf(
  { key, value, offset }: KafkaMessage,
  { group, topic, partition }: { group: string; topic: string; partition: number },
): string {
  const hash = createHash('sha256')
    .update(key ?? '')
    .update('\0')
    .update(value ?? '')
    .digest('hex');
  return [group, topic, partition, offset, hash.slice(0, 12)].join(':');
}

function isOurs(name: string): boolean {
  return originHeaders.some((header) => header === name);
}

function encode(value: NonNullable<KafkaMessage['headers']>[string]): string[] {
  return [value ?? []].flat().map((part) => Buffer.from(part).toString('base64'));
}
