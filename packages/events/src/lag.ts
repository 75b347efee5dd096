import type { Admin } from 'kafkajs';

/** How many events of a topic a group has not read; `hasBegun` where it has read any of them. */
export type Lag = { group: string; topic: string; events: number; hasBegun: boolean };

/** Of each group in each topic. */
export async function findLags(
  admin: Admin,
  { groups, topics }: { groups: readonly string[]; topics: string[] },
): Promise<Lag[]> {
  const ends = await Promise.all(topics.map((topic) => admin.fetchTopicOffsets(topic)));
  const read = await Promise.all(
    groups.map(async (group) => ({
      group,
      places: await admin.fetchOffsets({ groupId: group, topics }),
    })),
  );
  const lags: Lag[] = [];
  for (const { group, places } of read) {
    for (const [index, topic] of topics.entries()) {
      const offsets = places.find((place) => place.topic === topic)?.partitions ?? [];
      const lag = { group, topic, events: 0, hasBegun: false };
      for (const { partition, high, low } of ends[index] ?? []) {
        const at = Number(offsets.find((place) => place.partition === partition)?.offset ?? -1);
        // Where the group has not read yet it begins at the beginning; what the broker has let go nobody reads any more.
        lag.events += Number(high) - Math.max(at, Number(low));
        lag.hasBegun ||= at >= 0;
      }
      lags.push(lag);
    }
  }
  return lags;
}
