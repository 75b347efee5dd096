import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';

import { toOutboxRow } from '@dailyfeed/events/outbox';
import { createPublisher } from '@dailyfeed/events/publisher';
import { newId } from '@dailyfeed/service-kit/id';
import { createLog } from '@dailyfeed/service-kit/log';
import { Redis } from 'ioredis';
import { expect, inject, onTestFinished, test, vi } from 'vitest';

import type { FaultProcess } from './_fault-process.ts';

const away = '127.0.0.1:1';
const soon = { timeout: 180_000, interval: 200 };

test('killed as a fan-out is split, within a part of it, and before an offset is committed: every post is in every home timeline', async () => {
  const { redisUrl } = inject('stores');
  const redis = new Redis(redisUrl);
  onTestFinished(() => redis.disconnect());
  // Three parts, the last not full.
  const followerIds = Array.from({ length: 1200 }, () => newId());
  for (const id of followerIds) {
    await redis.hset(`{home:${id}}:meta`, 'graph', '0');
    await redis.expire(`{home:${id}}:meta`, 3600);
  }
  const env = createEnv();
  const postIds = await publishPosts(env.EVENT_TOPIC, 30);
  for (const point of ['fan-out:split', 'fan-out:added', 'fan-out:written'] as const) {
    for (const passes of [1, 5]) {
      const child = start({ env, followerIds, killAt: { point, passes } });
      await once(child, 'exit');
      expect(child.signalCode).toBe('SIGKILL');
    }
  }
  start({ env, followerIds, killAt: null });
  for (const id of followerIds) {
    await vi.waitFor(async () => {
      expect(await redis.zrange(`{home:${id}}`, 0, -1)).toEqual(postIds);
    }, soon);
  }
});

function start(work: FaultProcess): ChildProcess {
  const child = fork(new URL('_fault-process.ts', import.meta.url), {
    execArgv: [],
    stdio: 'ignore',
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.send(work);
  return child;
}

function createEnv() {
  const { redisUrl, mongoUrl, kafkaBrokers } = inject('stores');
  const keys = `test:${randomBytes(32).toString('base64url')}`;
  return {
    CONTENT_READ_URL: `postgresql://nobody@${away}/content`,
    REDIS_URL: redisUrl,
    REDIS_CACHE_URL: redisUrl,
    KAFKA_BROKERS: kafkaBrokers,
    MONGODB_URL: mongoUrl,
    MEMBER_URL: `http://${away}`,
    PASSPORT_KEYS: keys,
    PASSPORT_KEYS_MEMBER: keys,
    IMAGE_TOKEN_KEYS: keys,
    EVENT_TOPIC: `test-timeline-${newId()}`,
  };
}

/** Posts of one author; their ids in the order of their time. */
async function publishPosts(topic: string, count: number): Promise<string[]> {
  const log = createLog('test', { level: 'silent' });
  const brokers = inject('stores').kafkaBrokers.split(',');
  const bus = { brokers, topic, acks: 1, replicationFactor: 1, clientId: 'test' } as const;
  await using publisher = createPublisher({ bus, log, now: () => new Date() });
  const authorId = newId();
  const at = new Date();
  const postIds = Array.from({ length: count }, () => newId()).toSorted();
  const messages = postIds.map((postId) => {
    const data = { postId, authorId, text: 'Hello', createdAt: at.toISOString(), version: 1 };
    const subject = { kind: 'post', id: postId } as const;
    const { event } = toOutboxRow({ type: 'post.created', actorId: authorId, subject, data }, at);
    return { key: postId, value: JSON.stringify(event) };
  });
  // A topic that was made this moment may have no leader yet.
  await vi.waitFor(() => publisher.publish(messages), soon);
  return postIds;
}
