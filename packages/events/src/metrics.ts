import type { Admin } from 'kafkajs';
import type { Logger } from 'pino';
import { Gauge, type Registry } from 'prom-client';

import { type BusOptions, createKafka } from './bus.ts';
import type { DeadLetters } from './dead-letters.ts';
import { findLags } from './lag.ts';
import type { Relay } from './relay.ts';
import { findThinTopics } from './topic-check.ts';
import { listDayTopics } from './topic.ts';

/** A scrape waits no longer for a store than this. */
const measureMs = 2000;

/** How many rows wait to be sent, since when the oldest does, and how many are dead, as far as they are counted. */
export function exportOutbox(register: Registry, relay: Pick<Relay, 'measure'>): void {
  const measure = shared(() => relay.measure());
  createGauge(register, {
    name: 'dailyfeed_outbox_rows',
    help: 'Events in the outbox: unsent, or dead because the brokers refuse them; of very many only that they are.',
    labels: ['state'],
    measure: async (gauge) => {
      const { unsent, dead } = await measure();
      gauge.set({ state: 'unsent' }, unsent);
      gauge.set({ state: 'dead' }, dead);
    },
  });
  createGauge(register, {
    name: 'dailyfeed_outbox_oldest_age_seconds',
    help: 'Age of the oldest event that waits to be sent.',
    labels: [],
    measure: async (gauge) => gauge.set((await measure()).oldestAgeSeconds),
  });
}

/** What is asked of the brokers: about which groups, and of which topics. */
type BrokerArgs = { bus: BusOptions; groups: readonly string[]; log: Logger };

/** How many messages each group has not handled yet, over all days' topics. */
export function exportConsumerLag(register: Registry, args: BrokerArgs): void {
  exportLags(register, () =>
    withAdmin(args, async (admin) =>
      measureLags(admin, args.groups, await listDayTopics(admin, args.bus.topic)),
    ),
  );
}

/**
 * As `exportConsumerLag`, and how many days' topics have fewer replicas than they are made with: the brokers are asked
 * once for both.
 */
export function exportTopics(register: Registry, args: BrokerArgs): void {
  const measure = shared(() =>
    withAdmin(args, async (admin) => {
      const { bus, groups } = args;
      const topics = await listDayTopics(admin, bus.topic);
      // What cannot be told of the one is not kept from the other.
      const [lags, thin] = await Promise.allSettled([
        measureLags(admin, groups, topics),
        findThinTopics(admin, { bus, topics }),
      ]);
      return { lags, thin };
    }),
  );
  exportLags(register, async () => valueOf((await measure()).lags));
  createGauge(register, {
    name: 'dailyfeed_topics_thin',
    help: 'Topics with fewer replicas than set: what one broker has may be lost with it.',
    labels: [],
    measure: async (gauge) => gauge.set(valueOf((await measure()).thin).length),
  });
}

/**
 * How many dead letters there are, and since when the oldest is there. Those of `groups` that wait are told also where
 * there are none, so that no value means that nobody knows.
 */
export function exportDeadLetters(
  register: Registry,
  { deadLetters, groups }: { deadLetters: Pick<DeadLetters, 'summarize'>; groups: string[] },
): void {
  const labels = ['kind', 'group', 'status'] as const;
  const measure = shared(() => deadLetters.summarize());
  createGauge(register, {
    name: 'dailyfeed_dead_letters',
    help: 'Dead letters by kind, group and status.',
    labels,
    measure: async (gauge) => {
      const counts = await measure();
      for (const group of groups) gauge.set({ kind: 'listener', group, status: 'waiting' }, 0);
      for (const { kind, group, status, count } of counts) {
        gauge.set({ kind, group, status }, count);
      }
    },
  });
  createGauge(register, {
    name: 'dailyfeed_dead_letter_oldest_age_seconds',
    help: 'Since when the oldest dead letter is there.',
    labels,
    measure: async (gauge) => {
      for (const { kind, group, status, oldestAt } of await measure()) {
        gauge.set({ kind, group, status }, (Date.now() - Date.parse(oldestAt)) / 1000);
      }
    },
  });
}

/** A gauge that is measured when it is asked for; without a value while its store is away. */
function createGauge<L extends string>(
  register: Registry,
  options: {
    name: string;
    help: string;
    labels: readonly L[];
    measure(gauge: Gauge<L>): Promise<void>;
  },
): void {
  const { name, help, labels } = options;
  const gauge: Gauge<L> = new Gauge<L>({
    name,
    help,
    labelNames: labels,
    registers: [register],
    collect: async () => {
      gauge.reset();
      // Without labels a reset is a 0, as if it had been measured.
      if (labels.length === 0) gauge.remove();
      // What is away is seen by its value's absence, and told by who uses it.
      await inTime(options.measure(gauge)).catch(() => undefined);
    },
  });
}

/** Runs `work` once for all who ask while it runs. */
function shared<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => {
    running ??= work().finally(() => (running = undefined));
    return running;
  };
}

function exportLags(register: Registry, measure: () => Promise<Map<string, number>>): void {
  createGauge(register, {
    name: 'dailyfeed_consumer_lag',
    help: 'Messages that a consumer group has not handled yet.',
    labels: ['group'],
    measure: async (gauge) => {
      for (const [group, lag] of await measure()) gauge.set({ group }, lag);
    },
  });
}

async function measureLags(
  admin: Admin,
  groups: readonly string[],
  topics: string[],
): Promise<Map<string, number>> {
  const lags = new Map(groups.map((group) => [group, 0]));
  for (const { group, events } of await findLags(admin, { groups, topics })) {
    lags.set(group, (lags.get(group) ?? 0) + events);
  }
  return lags;
}

/** Asks the brokers once: who asks for what is measured asks again. */
async function withAdmin<T>(
  { bus, log }: { bus: BusOptions; log: Logger },
  work: (admin: Admin) => Promise<T>,
): Promise<T> {
  const admin = createKafka(bus, log, { retries: 0 }).admin();
  try {
    await admin.connect();
    return await work(admin);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

async function inTime(work: Promise<void>): Promise<void> {
  const { promise: timeout, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('not measured in time')), measureMs);
  try {
    await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function valueOf<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}
