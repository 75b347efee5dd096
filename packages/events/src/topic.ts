import type { Kafka } from 'kafkajs';

import type { BusOptions } from './bus.ts';
import { shardCount } from './outbox.ts';

const dayMs = 86_400_000;
const rollAheadMs = 300_000;
const retentionDays = 7;

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

/** Creates the current topics where they are missing, and returns all days' topics, oldest first. */
export async function ensureTopics(
  kafka: Kafka,
  bus: BusOptions,
  now: Date,
): Promise<readonly string[]> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    const existing = dayTopicsOf(await admin.listTopics(), bus.topic);
    const missing = currentTopics(bus.topic, now).filter((topic) => !existing.includes(topic));
    if (missing.length > 0) {
      // Answers false, and is content, when another process was quicker.
      await admin.createTopics({
        waitForLeaders: true,
        topics: missing.map((topic) => ({
          topic,
          numPartitions: shardCount,
          replicationFactor: bus.replicationFactor,
          configEntries: [{ name: 'retention.ms', value: String(retentionDays * dayMs) }],
        })),
      });
    }
    return [...existing, ...missing].toSorted();
  } finally {
    await admin.disconnect();
  }
}

function dayTopicsOf(topics: string[], family: string): string[] {
  return topics.filter(
    (topic) => topic.startsWith(`${family}-`) && /^\d{8}$/.test(topic.slice(family.length + 1)),
  );
}
