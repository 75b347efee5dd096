import { setTimeout as delay } from 'node:timers/promises';

import { type DomainEvent, eventTypes } from '@dailyfeed/contract/events';
import type { EachBatchPayload, IHeaders, KafkaMessage } from 'kafkajs';

import { backoffMs } from './backoff.ts';
import type { ConsumerOptions } from './consumer-options.ts';
import { type DeadLetter, type Failure, toListenerLetter } from './dead-letter.ts';
import { EnvelopeInvalidError, parseEnvelope } from './envelope.ts';
import {
  eventTypeHeader,
  headerIn,
  partHeader,
  resendOf,
  targetGroupHeader,
  traceparentHeader,
} from './header.ts';
import { workIdOf } from './part.ts';

const retriesMax = 3;
const retryBackoff = { firstMs: 100, maxMs: 2000 };
const awayBackoff = { firstMs: 200, maxMs: 5000 };
const slowMaxMs = 600_000;
const heartbeatMs = 1000;
const knownTypes: ReadonlySet<string> = new Set(eventTypes);
/** Few enough that what fails together is soon through one by one. */
const togetherMax = 200;

/** Who handles messages, and what becomes of those that cannot be handled. */
export type DeliveryOptions = Omit<
  ConsumerOptions,
  'bus' | 'commitIntervalMs' | 'gatherMs' | 'now' | 'sessionTimeoutMs'
>;

type Batch = Pick<EachBatchPayload, 'isRunning' | 'isStale' | 'heartbeat'>;
type Delivery = {
  place: { group: string; topic: string; partition: number };
  batch: Batch;
  options: DeliveryOptions;
};

/** The partition is another member's, or this one stops: what is under way is left for the next owner. */
class InterruptedError extends Error {
  override name = 'InterruptedError';
}

/**
 * Handles a batch in order, and resolves each offset after its effect: handled, or laid down as a dead letter. Keeps
 * the membership alive meanwhile. Returns early when the partition is taken away or the consumer stops.
 */
export async function deliverBatch(
  payload: EachBatchPayload,
  options: DeliveryOptions,
): Promise<void> {
  const { batch } = payload;
  const place = { group: options.group, topic: batch.topic, partition: batch.partition };
  try {
    const delivery = { place, batch: payload, options };
    const messages = batch.messages.filter((message) => isFor(message, options));
    for (const chunk of toChunks(messages, options)) {
      const last = chunk.at(-1);
      if (chunk.length > 1 && last && (await deliverTogether(chunk, delivery))) {
        await settle(last, payload, options);
        continue;
      }
      for (const message of chunk) {
        throwIfInterrupted(payload);
        await options.failpoint?.('consumer:received');
        await deliver(message, delivery);
        await settle(message, payload, options);
      }
    }
    // What stands between is settled with what follows it, what stands at the end by itself.
    const end = batch.messages.at(-1);
    throwIfInterrupted(payload);
    if (end && end !== messages.at(-1)) await settle(end, payload, options);
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
  }
}

/** What is handed over at once, in its order; a part of an event is something of its own. */
function toChunks(
  messages: readonly KafkaMessage[],
  { handleMany }: Pick<DeliveryOptions, 'handleMany'>,
): KafkaMessage[][] {
  if (!handleMany) return messages.map((message) => [message]);
  const chunks: KafkaMessage[][] = [];
  let open: KafkaMessage[] | undefined;
  for (const message of messages) {
    if (headerIn(message.headers ?? {}, partHeader) !== undefined) {
      chunks.push([message]);
      open = undefined;
    } else if (open && open.length < togetherMax) open.push(message);
    else chunks.push((open = [message]));
  }
  return chunks;
}

/** Says that a message, and those before it, need not be delivered again. */
async function settle(
  message: KafkaMessage,
  payload: EachBatchPayload,
  { failpoint }: DeliveryOptions,
): Promise<void> {
  payload.resolveOffset(message.offset);
  await payload.commitOffsetsIfNecessary();
  await failpoint?.('consumer:committed');
  await payload.heartbeat();
}

/**
 * Hands messages over at once; false when that failed, or one of them is no event: then each goes its own way, with
 * its attempts and, in the end, its dead letter. No marks: what handles many bears to see them again.
 */
async function deliverTogether(messages: KafkaMessage[], delivery: Delivery): Promise<boolean> {
  const { batch, options } = delivery;
  throwIfInterrupted(batch);
  try {
    await options.failpoint?.('consumer:received');
    const events = messages
      .map(({ value }) => parseEnvelope(value))
      .filter((event) => isHandled(event, options));
    await withHeartbeats(batch, async () => options.handleMany?.(events));
    await options.failpoint?.('consumer:handled');
    return true;
  } catch (error) {
    throwIfInterrupted(batch);
    options.log.debug({ err: error, count: messages.length }, 'events are handled one by one');
    return false;
  }
}

/**
 * Whether a message has to be read: not what was sent again for another group, nor what its header says is of a type
 * that others handle. A type that nobody knows is nobody else's business, so it is read, and laid down.
 */
function isFor(message: KafkaMessage, { group, types }: DeliveryOptions): boolean {
  const headers = message.headers ?? {};
  const target = headerIn(headers, targetGroupHeader);
  if (target !== undefined && target !== group) return false;
  const type = headerIn(headers, eventTypeHeader);
  return !types || type === undefined || !isOther(type, types);
}

function isOther(type: string, types: readonly string[]): boolean {
  return !types.includes(type) && knownTypes.has(type);
}

/** Whether an event is of the group's types, whatever its headers say. */
function isHandled(event: DomainEvent, { types }: DeliveryOptions): boolean {
  return !types || types.includes(event.type);
}

async function deliver(message: KafkaMessage, delivery: Delivery): Promise<void> {
  const failure = await attempt(message, delivery);
  if (!failure) return;
  await bury(toListenerLetter(message, delivery.place, failure), delivery);
  await delivery.options.failpoint?.('consumer:buried');
}

/** Handles a message, trying again in place; what is returned is for the dead letters. */
async function attempt(message: KafkaMessage, delivery: Delivery): Promise<Failure | undefined> {
  const { batch, options } = delivery;
  const headers = message.headers ?? {};
  const isOutOfTime = createPatience(headers, options);
  let firstFailedAt: Date | undefined;
  let away = 0;
  for (let attempts = 1; ;) {
    try {
      const event = parseEnvelope(message.value);
      if (isHandled(event, options)) {
        await withHeartbeats(batch, () => handle(event, headers, options));
      }
      if (away > 0) options.log.info('events go on');
      return undefined;
    } catch (error) {
      throwIfInterrupted(batch);
      const isOver = isOutOfTime(error);
      if (options.isUnavailable(error) && !isOver) {
        away += 1;
        report(delivery, { failures: away, error, message: 'events wait for a store' });
        await pause(backoffMs(away, awayBackoff), batch);
        continue;
      }
      firstFailedAt ??= new Date();
      if (error instanceof EnvelopeInvalidError || attempts > retriesMax) {
        return { error, attempts, firstFailedAt };
      }
      await pause(backoffMs(attempts, retryBackoff), batch);
      attempts += 1;
    }
  }
}

/**
 * Whether a store has not got done in time with this event for so long that the event is to blame: from the first of
 * such failures on, with none of another kind between. What was laid down before, for whatever reason, has had its time.
 */
function createPatience(
  headers: IHeaders,
  options: Pick<DeliveryOptions, 'isTooSlow' | 'slowMaxMs'>,
): (error: unknown) => boolean {
  const maxMs = resendOf(headers) ? 0 : (options.slowMaxMs ?? slowMaxMs);
  let slowSince: number | undefined;
  return (error) => {
    const isSlow = options.isTooSlow?.(error) ?? false;
    slowSince = isSlow ? (slowSince ?? performance.now()) : undefined;
    return slowSince !== undefined && performance.now() - slowSince >= maxMs;
  };
}

async function handle(
  event: DomainEvent,
  headers: IHeaders,
  options: DeliveryOptions,
): Promise<void> {
  const { processed, failpoint } = options;
  const part = headerIn(headers, partHeader);
  const work = async (): Promise<void> => {
    await failpoint?.('consumer:claimed');
    const run = (): Promise<void> => options.handle(event, part);
    await (options.inTrace?.(headerIn(headers, traceparentHeader), run) ?? run());
    await failpoint?.('consumer:handled');
  };
  await (processed ? processed.handleOnce(workIdOf(event, part), work) : work());
  await failpoint?.('consumer:marked');
}

/** Lays a message down; until that has worked, the partition waits: nothing is skipped. */
async function bury(letter: DeadLetter, delivery: Delivery): Promise<void> {
  const { batch, options } = delivery;
  for (let failures = 1; ; failures += 1) {
    try {
      await withHeartbeats(batch, () => options.deadLetters.add(letter));
      return;
    } catch (error) {
      throwIfInterrupted(batch);
      report(delivery, { failures, error, message: 'events wait for the dead-letter store' });
      await pause(backoffMs(failures, awayBackoff), batch);
    }
  }
}

/** The first failure in a row is news; the others are not. */
function report(
  { place, options }: Delivery,
  { failures, error, message }: { failures: number; error: unknown; message: string },
): void {
  const facts = { topic: place.topic, partition: place.partition, err: error };
  if (failures === 1) options.log.warn(facts, message);
  else options.log.debug(facts, message);
}

/** Runs `work`, and keeps the membership alive while it takes long. */
async function withHeartbeats(batch: Batch, work: () => Promise<void>): Promise<void> {
  // A heartbeat that fails here fails again between messages, where it ends the batch.
  const timer = setInterval(() => void batch.heartbeat().catch(() => undefined), heartbeatMs);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
}

/** Waits with the membership kept alive; throws when the partition is taken away or the consumer stops. */
async function pause(ms: number, batch: Batch): Promise<void> {
  const until = performance.now() + ms;
  while (performance.now() < until) {
    await delay(Math.min(100, until - performance.now()));
    throwIfInterrupted(batch);
    // The client itself sees to it that few of these travel.
    await batch.heartbeat();
  }
}

function throwIfInterrupted(batch: Batch): void {
  if (!batch.isRunning() || batch.isStale()) throw new InterruptedError();
}
