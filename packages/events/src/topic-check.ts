import type { Admin } from 'kafkajs';
import type { Logger } from 'pino';

import type { BusOptions } from './bus.ts';

/**
 * Longer than a topic is there. Kafka forgets how far a group has read a topic a while after it has dropped it, 7 days
 * unless told otherwise: a group that asks then would take an old topic for one that it has not read at all.
 */
const offsetsKeptMinMinutes = 14 * 24 * 60;
/** The protocol's number for a broker, as opposed to a topic. */
const brokerResource = 4;

/** Tells what the brokers do not have as it is set, and nobody would notice before something is lost. */
export async function checkBrokers(
  admin: Admin,
  { bus, topics, log }: { bus: BusOptions; topics: readonly string[]; log: Logger },
): Promise<void> {
  try {
    const thin = await findThinTopics(admin, { bus, topics });
    if (thin.length > 0) {
      log.warn({ topics: thin, replicas: bus.replicationFactor }, 'topics have too few replicas');
    }
    const forgetful = await findForgetfulBrokers(admin);
    if (forgetful.length > 0) {
      const facts = { brokers: forgetful, neededMinutes: offsetsKeptMinMinutes };
      log.warn(facts, 'brokers forget too soon how far groups have read');
    }
  } catch (error) {
    // They may not let this service look, which hinders nothing else.
    log.warn({ err: error }, 'brokers not checked');
  }
}

/** Which topics have a partition with fewer replicas than topics are made with. */
export async function findThinTopics(
  admin: Admin,
  { bus, topics }: { bus: BusOptions; topics: readonly string[] },
): Promise<string[]> {
  if (topics.length === 0) return [];
  const found = await admin.fetchTopicMetadata({ topics: [...topics] });
  return found.topics
    .filter(({ partitions }) =>
      partitions.some(({ replicas }) => replicas.length < bus.replicationFactor),
    )
    .map(({ name }) => name)
    .toSorted();
}

/** Which brokers may forget how far a group has read while the topic is there. */
export async function findForgetfulBrokers(
  admin: Admin,
  neededMinutes: number = offsetsKeptMinMinutes,
): Promise<string[]> {
  const { brokers } = await admin.describeCluster();
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: brokers.map(({ nodeId }) => ({
      type: brokerResource,
      name: String(nodeId),
      configNames: ['offsets.retention.minutes'],
    })),
  });
  return resources
    .filter(({ configEntries }) =>
      configEntries.some(({ configValue }) => Number(configValue) < neededMinutes),
    )
    .map(({ resourceName }) => resourceName);
}
