import { memberActivityTopic } from '@dailyfeed/contract/events';
import type { Admin, Kafka } from 'kafkajs';

import { type BusOptions, isUnknownTopic } from './bus.ts';
import { findLags } from './lag.ts';
import { shardCount } from './outbox.ts';

const dayMs = 86_400_000;
const rollAheadMs = 300_000;
const retentionDays = 7;
/** Longer than every consumer takes to notice that a topic's days are over. */
const removalGraceMs = 3_600_000;

/** Every consumer group of every service. */
const groupNames = [
  'activity',
  'notifications',
  'screening',
  'home-timeline',
  'counters',
  'erasure',
  'images',
  'search-index',
] as const;

/** The consumer group of a name: another topic family is another world, and has groups of its own. */
export function groupOf(name: (typeof groupNames)[number], family: string): string {
  return family === memberActivityTopic ? name : `${name}-${family}`;
}

/** All groups that read a topic family, for who watches how far they are. */
export function groupsOf(family: string): string[] {
  return groupNames.map((name) => groupOf(name, family));
}

/** The topic of a day, UTC: `member-activity-20261121`. Events go to the topic of the day they are sent on. */
export function topicOf(family: string, at: Date): string {
  return `${family}-${at.toISOString().slice(0, 10).replaceAll('-', '')}`;
}

/**
 * What must exist for an event sent at any moment to have a place: the topics of today and tomorrow and, shortly before
 * midnight, of the day after, so that nobody has to turn to a topic just when the day turns.
 */
export function currentTopics(family: string, now: Date): string[] {
  const offsets = [0, dayMs, dayMs + rollAheadMs];
  return [...new Set(offsets.map((offset) => topicOf(family, new Date(now.getTime() + offset))))];
}

/** Whether a topic's day is over for 7 days: consumers drop it then, and an hour later it may be deleted. */
export function isExpired(topic: string, now: Date): boolean {
  return now.getTime() >= expiryOf(topic);
}

/** Whether consumers have had the time to drop an expired topic. */
export function isRemovable(topic: string, now: Date): boolean {
  return now.getTime() >= expiryOf(topic) + removalGraceMs;
}

/**
 * Creates the current topics where they are missing, and returns the days' topics that are not expired, oldest first,
 * and with them the expired ones that `group` has not read to their ends: somebody's clock is wrong, and nothing that
 * was sent waits for it to be right.
 */
export async function ensureTopics(
  kafka: Kafka,
  bus: BusOptions,
  { now, group }: { now: Date; group?: string },
): Promise<readonly string[]> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    const existing = await listDayTopics(admin, bus.topic);
    const created = await createMissing(admin, { bus, now, existing });
    const expired = existing.filter((topic) => isExpired(topic, now));
    const groups = group !== undefined && expired.length > 0 ? [group] : [];
    const lags = await findLags(admin, { groups, topics: expired });
    const unread = new Set(lags.flatMap(({ topic, events }) => (events > 0 ? topic : [])));
    return [...existing, ...created]
      .filter((topic) => !isExpired(topic, now) || unread.has(topic))
      .toSorted();
  } finally {
    await admin.disconnect();
  }
}

/** All days' topics of a family. */
export async function listDayTopics(admin: Admin, family: string): Promise<string[]> {
  const topics = await admin.listTopics();
  return topics.filter(
    (topic) => topic.startsWith(`${family}-`) && /^\d{8}$/.test(topic.slice(family.length + 1)),
  );
}

/** Creates the current topics that are not among the existing ones; gives which. */
export async function createMissing(
  admin: Admin,
  args: { bus: BusOptions; now: Date; existing: readonly string[] },
): Promise<string[]> {
  const { bus } = args;
  const missing = currentTopics(bus.topic, args.now).filter(
    (topic) => !args.existing.includes(topic),
  );
  if (missing.length === 0) return missing;
  const topics = missing.map((topic) => ({
    topic,
    numPartitions: shardCount,
    replicationFactor: bus.replicationFactor,
    configEntries: configOf(bus),
  }));
  try {
    // Answers false, and is content, when another process was quicker.
    await admin.createTopics({ waitForLeaders: true, topics });
  } catch (error) {
    // Made, but a broker has not heard of it yet: as when another was quicker, who needs it at once tries again.
    if (!isUnknownTopic(error)) throw error;
  }
  return missing;
}

function configOf({ replicationFactor }: BusOptions): { name: string; value: string }[] {
  const config = [
    { name: 'retention.ms', value: String(retentionDays * dayMs) },
    // The broker's clock, not the sender's: by that one events would be refused, or be over before their time.
    { name: 'message.timestamp.type', value: 'LogAppendTime' },
  ];
  // With replicas to spare, `acks=all` means two of them: one may die, and the other has what was acknowledged.
  return replicationFactor < 3 ? config : [...config, { name: 'min.insync.replicas', value: '2' }];
}

/** The end of a topic's day and 7 days more. */
function expiryOf(topic: string): number {
  const [year, month, day] = [topic.slice(-8, -4), topic.slice(-4, -2), topic.slice(-2)].map(
    Number,
  );
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day) + (1 + retentionDays) * dayMs;
}
