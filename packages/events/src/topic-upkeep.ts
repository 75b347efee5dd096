import { type Admin, AssignerProtocol } from 'kafkajs';
import type { Logger } from 'pino';

import { type BusOptions, createKafka } from './bus.ts';
import { createMissing, isRemovable, listDayTopics } from './topic.ts';

/**
 * Creates the topics of today and tomorrow, and deletes those whose day was over a week ago once no consumer is
 * subscribed to them. Gives what it did; may be killed anywhere, and run by several processes at once.
 */
export async function maintainTopics(
  args: { bus: BusOptions; log: Logger; now(): Date },
  signal?: AbortSignal,
): Promise<{ created: string[]; deleted: string[]; inUse: string[] } | undefined> {
  const { bus } = args;
  const now = args.now();
  const admin = createKafka(bus, args.log).admin();
  try {
    await admin.connect();
    const existing = await listDayTopics(admin, bus.topic);
    const created = await createMissing(admin, { bus, now, existing });
    const old = existing.filter((topic) => isRemovable(topic, now));
    if (created.length === 0 && old.length === 0) return undefined;
    const subscribed = old.length > 0 ? await findSubscribed(admin) : new Set<string>();
    const deleted = old.filter((topic) => !subscribed.has(topic));
    if (deleted.length > 0 && signal?.aborted !== true) {
      await admin.deleteTopics({ topics: deleted });
    }
    return { created, deleted, inUse: old.filter((topic) => subscribed.has(topic)) };
  } finally {
    await admin.disconnect();
  }
}

/** Topics that a member of any group is subscribed to. */
async function findSubscribed(admin: Admin): Promise<Set<string>> {
  const { groups } = await admin.listGroups();
  if (groups.length === 0) return new Set();
  const described = await admin.describeGroups(groups.map(({ groupId }) => groupId));
  const members = described.groups.flatMap((group) => group.members);
  return new Set(
    members.flatMap(
      ({ memberMetadata }) => AssignerProtocol.MemberMetadata.decode(memberMetadata)?.topics ?? [],
    ),
  );
}
