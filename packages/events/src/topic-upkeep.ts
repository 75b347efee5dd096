import { type Admin, AssignerProtocol } from 'kafkajs';
import type { Logger } from 'pino';

import { type BusOptions, createKafka } from './bus.ts';
import { findLags } from './lag.ts';
import { whileRetriable } from './retriable.ts';
import { checkBrokers } from './topic-check.ts';
import { createMissing, groupsOf, isRemovable, listDayTopics } from './topic.ts';

/** What was done, and which old topics stay: consumers are subscribed to them, or a group has not read all of them. */
export type Upkeep = { created: string[]; deleted: string[]; inUse: string[]; unread: string[] };

/**
 * Creates the topics of today and tomorrow, and deletes those whose day was over a week ago once no consumer is
 * subscribed to them and every group has read them: a clock that is wrong, or a group that waited for a week, loses
 * nothing that the broker still has. May be killed anywhere, and run by several processes at once. Warns where topics
 * or brokers are not as they are to be.
 */
export async function maintainTopics(
  args: { bus: BusOptions; log: Logger; now(): Date },
  signal?: AbortSignal,
): Promise<Upkeep | undefined> {
  const { bus } = args;
  const now = args.now();
  const admin = createKafka(bus, args.log).admin();
  try {
    await admin.connect();
    const existing = await listDayTopics(admin, bus.topic);
    const created = await createMissing(admin, { bus, now, existing });
    const old = existing.filter((topic) => isRemovable(topic, now));
    const kept = existing.filter((topic) => !old.includes(topic));
    await checkBrokers(admin, { bus, topics: kept, log: args.log });
    if (created.length === 0 && old.length === 0) return undefined;
    const subscribed =
      old.length > 0
        ? await whileRetriable(() => findSubscribed(admin, old), signal)
        : new Set<string>();
    const inUse = old.filter((topic) => subscribed.has(topic));
    const behind =
      old.length > inUse.length
        ? await whileRetriable(() => findUnread(admin, { bus, existing }), signal)
        : new Set<string>();
    const unread = old.filter((topic) => behind.has(topic) && !subscribed.has(topic));
    const deleted = old.filter((topic) => !subscribed.has(topic) && !behind.has(topic));
    if (deleted.length > 0 && signal?.aborted !== true) {
      await admin.deleteTopics({ topics: deleted });
    }
    return { created, deleted, inUse, unread };
  } finally {
    await admin.disconnect();
  }
}

/** Topics that a group has not read to their ends; one that has never read anything is none that runs here. */
async function findUnread(
  admin: Admin,
  { bus, existing }: { bus: BusOptions; existing: string[] },
): Promise<Set<string>> {
  const lags = await findLags(admin, { groups: groupsOf(bus.topic), topics: existing });
  const running = new Set(lags.filter(({ hasBegun }) => hasBegun).map(({ group }) => group));
  const behind = lags.filter(({ group, events }) => running.has(group) && events > 0);
  return new Set(behind.map(({ topic }) => topic));
}

/** Topics that a member of any group is subscribed to; with `old` ones while a member has not said to what. */
async function findSubscribed(admin: Admin, old: readonly string[]): Promise<Set<string>> {
  const { groups } = await admin.listGroups();
  if (groups.length === 0) return new Set();
  const described = await admin.describeGroups(groups.map(({ groupId }) => groupId));
  const members = described.groups.flatMap((group) => group.members);
  return new Set(
    members.flatMap(({ memberMetadata }) =>
      // Empty while its group is being put together anew.
      memberMetadata.length === 0
        ? old
        : (AssignerProtocol.MemberMetadata.decode(memberMetadata)?.topics ?? []),
    ),
  );
}
