import { Kafka, type LogEntry, logLevel } from 'kafkajs';
import type { Logger } from 'pino';

/** Where events travel, and how surely. */
export type BusOptions = {
  /** `host:port` each. */
  brokers: string[];
  /** Topic family, e.g. `member-activity`; the topics are `{family}-yyyyMMdd`. */
  topic: string;
  /** 1: the partition's leader has it; -1: all in-sync replicas have it. */
  acks: 1 | -1;
  replicationFactor: number;
  /** Name of the service, for the broker's logs. */
  clientId: string;
};

/**
 * A client of the brokers. It gives up on brokers that are away after `retries` attempts to reach one (by default
 * within half a second, since most callers retry themselves, and can say what they wait for).
 */
export function createKafka(
  bus: BusOptions,
  log: Logger,
  { retries = 2 }: { retries?: number } = {},
): Kafka {
  return new Kafka({
    clientId: bus.clientId,
    brokers: bus.brokers,
    connectionTimeout: 2000,
    requestTimeout: 10_000,
    retry: { retries, initialRetryTime: 100, maxRetryTime: 1000 },
    logLevel: logLevel.WARN,
    // kafkajs reports every failed attempt as an error; whether that matters, its callers know.
    logCreator: () => (entry) => log.debug(factsOf(entry), 'kafka client'),
  });
}

function factsOf({ namespace, label, log }: LogEntry): Record<string, unknown> {
  const { message, timestamp: _timestamp, ...facts } = log;
  return { namespace, severity: label, event: message, ...facts };
}

/** The protocol's names for "this record cannot be taken", as opposed to "not just now". */
const refusals = new Set([
  'CORRUPT_MESSAGE',
  'INVALID_RECORD',
  'INVALID_TIMESTAMP',
  'MESSAGE_TOO_LARGE',
  'POLICY_VIOLATION',
  'RECORD_LIST_TOO_LARGE',
  'UNSUPPORTED_FOR_MESSAGE_FORMAT',
]);

/** Whether the broker was reached and refused what it was sent. Everything else is worth waiting for. */
export function isRefusal(error: unknown): boolean {
  return typesOf(error).some((type) => refusals.has(type));
}

/** Whether a broker does not know a topic: it is not there, or has been made this moment. */
export function isUnknownTopic(error: unknown): boolean {
  return typesOf(error).includes('UNKNOWN_TOPIC_OR_PARTITION');
}

/** Whether a broker was reached and says that it cannot do that just now, or the client lets nobody know what it said. */
export function isRetriable(error: unknown): boolean {
  return causesOf(error).some(
    (cause) =>
      ('type' in cause && 'retriable' in cause && cause.retriable === true) ||
      // Of brokers that know of no coordinator yet the client does not pass on what they said.
      cause.name === 'KafkaJSGroupCoordinatorNotFound',
  );
}

/** The protocol's names for what an error, or what it was caused by, says. */
function typesOf(error: unknown): string[] {
  return causesOf(error).flatMap((cause) =>
    'type' in cause && typeof cause.type === 'string' ? cause.type : [],
  );
}

/** An error and what it was caused by, outermost first. */
function causesOf(error: unknown): Error[] {
  const causes: Error[] = [];
  for (let current = error; current instanceof Error && causes.length < 6;) {
    causes.push(current);
    current = current.cause;
  }
  return causes;
}
