import type { EventOf, EventType } from '@dailyfeed/contract/events';
import type { Logger } from 'pino';

import type { BusOptions } from './bus.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { Failpoints } from './failpoint.ts';
import type { Processed } from './processed.ts';

/** What a group does with events, of the types `T`. */
export type ConsumerOptions<T extends EventType = EventType> = {
  /** Members of one group share the partitions; every group gets every event. */
  group: string;
  /** What the group handles; events of other types are passed by, as a rule without being read. All, unless given. */
  types?: readonly T[] | undefined;
  /**
   * How long an event may wait to be fetched with others, in ms: each fetch costs the brokers and this process as much
   * as some events do. 0, as soon as it is there, unless given.
   */
  gatherMs?: number | undefined;
  bus: BusOptions;
  deadLetters: Pick<DeadLetters, 'add'>;
  log: Logger;
  now(): Date;
  /**
   * Called at least once for each event, in order for events of one key; must bear being called again. With the name of
   * a part for each that it has made of an event by `publishParts`, in no order.
   */
  handle(event: EventOf<T>, part?: string): Promise<void>;
  /**
   * As `handle`, for many at once, in their order: costs a store one round where each alone costs one each. Parts of
   * events are none of them. What it rejects is handled one by one, so it may leave some of it done.
   */
  handleMany?(events: EventOf<T>[]): Promise<void>;
  /** Whether an error of `handle` says that a store is away: such an event waits, however long. */
  isUnavailable(error: unknown): boolean;
  /**
   * Whether such an error says that the store is there, and did not get done in time: it may have much to do, or this
   * event may ask too much of it. It is waited for a while, and no more once the event was laid down.
   */
  isTooSlow?: ((error: unknown) => boolean) | undefined;
  /** How long an event may be too slow in one go: 10 minutes unless given. */
  slowMaxMs?: number | undefined;
  /** Runs the handling of one event with the trace context that its message came with at hand. */
  inTrace?: (<T>(traceparent: string | undefined, work: () => T) => T) | undefined;
  /** Passes by what is known to be handled; without it every delivery is handled. */
  processed?: Processed | undefined;
  /** How long the group waits for a member that was killed: 15 s unless given. */
  sessionTimeoutMs?: number | undefined;
  /** For so long a broker is not told of what is handled, and hands it out again after a crash: 1 s unless given. */
  commitIntervalMs?: number | undefined;
  failpoint?: Failpoints | undefined;
};
