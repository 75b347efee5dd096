import type { DomainEvent } from '@dailyfeed/contract/events';
import type { Logger } from 'pino';

import type { BusOptions } from './bus.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { Failpoints } from './failpoint.ts';
import type { Processed } from './processed.ts';

/** What a group does with events. */
export type ConsumerOptions = {
  /** Members of one group share the partitions; every group gets every event. */
  group: string;
  bus: BusOptions;
  deadLetters: Pick<DeadLetters, 'add'>;
  log: Logger;
  now(): Date;
  /** Called at least once for each event, in order for events of one key; must bear being called again. */
  handle(event: DomainEvent): Promise<void>;
  /**
   * As `handle`, for many at once, in their order: costs a store one round where each alone costs one each. What it
   * rejects is handled one by one, so it may leave any part of it done.
   */
  handleMany?: ((events: DomainEvent[]) => Promise<void>) | undefined;
  /** Whether an error of `handle` says that a store is away: such an event waits, however long. */
  isUnavailable(error: unknown): boolean;
  /** Passes by what is known to be handled; without it every delivery is handled. */
  processed?: Processed | undefined;
  /** How long the group waits for a member that was killed: 15 s unless given. */
  sessionTimeoutMs?: number | undefined;
  failpoint?: Failpoints | undefined;
};
