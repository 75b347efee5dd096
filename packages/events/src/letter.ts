import type { KafkaMessage } from 'kafkajs';

import type { DeadLetter } from './dead-letters.ts';
import { peekEnvelope } from './envelope.ts';

/** What became of the attempts to handle a message. */
export type Failure = { error: unknown; attempts: number; firstFailedAt: Date };

/** The letter that keeps a message as it came, and why it is here. */
export function toDeadLetter(
  message: KafkaMessage,
  place: { group: string; topic: string; partition: number },
  { error, attempts, firstFailedAt }: Failure,
): DeadLetter {
  const { id, type } = peekEnvelope(message.value);
  return {
    group: place.group,
    topic: place.topic,
    partition: place.partition,
    offset: message.offset,
    key: message.key?.toString('base64') ?? null,
    headers: encodeHeaders(message.headers ?? {}),
    value: message.value?.toString('base64') ?? null,
    eventId: id,
    eventType: type,
    errorClass: error instanceof Error ? error.name : typeof error,
    errorMessage: (error instanceof Error ? error.message : String(error)).slice(0, 1000),
    attempts,
    firstFailedAt,
    lastFailedAt: new Date(),
    status: 'waiting',
  };
}

function encodeHeaders(headers: NonNullable<KafkaMessage['headers']>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      [value ?? []].flat().map((part) => Buffer.from(part).toString('base64')),
    ]),
  );
}
