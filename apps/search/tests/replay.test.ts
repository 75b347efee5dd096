import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import type { BusOptions } from '@dailyfeed/events/bus';
import { toOutboxRow } from '@dailyfeed/events/outbox';
import { createPublisher } from '@dailyfeed/events/publisher';
import { newId } from '@dailyfeed/service-kit/id';
import { createLog } from '@dailyfeed/service-kit/log';
import { expect, inject, test, vi } from 'vitest';

import { type PostFacts, postEvent, startTestSearch, type TestSearch } from './_harness.ts';

vi.setConfig({ testTimeout: 60_000 });

const day = new Date().toISOString().slice(0, 10).replaceAll('-', '');

test('a day is replayed by command: the index has what it had lost, once, however often it is done, and what is newer stays', async () => {
  await using search = await startTestSearch();
  const bus = createBus();
  const posts = ['묵은글 하나', '묵은글 둘'].map((text) => search.world.add({ text }));
  await publish(bus, posts);
  expect(await search.find('묵은글')).toEqual([]);
  for (let round = 0; round < 2; round += 1) {
    expect(await replay({ search, bus, group: 'search-index' })).toMatchObject({
      code: 0,
      output: expect.stringContaining('day replayed'),
    });
    const found = await search.find('묵은글');
    expect(found.toSorted()).toEqual(posts.map(({ id }) => id).toSorted());
  }
  // What has been edited since then stays as it is.
  const [first, second] = posts;
  if (!first || !second) throw new Error('no posts');
  const edited = { ...first, text: '새글 하나', version: 2 };
  search.world.posts.set(first.id, edited);
  await search.tell([postEvent('post.edited', edited, 10)]);
  expect(await replay({ search, bus, group: 'search-index' })).toMatchObject({ code: 0 });
  expect(await search.find('새글')).toEqual([first.id]);
  expect(await search.find('묵은글')).toEqual([second.id]);
});

test('the days of other groups are not replayed into the index, nor a day that is not there', async () => {
  await using search = await startTestSearch();
  const bus = createBus();
  for (const [group, reason] of [
    ['activity', 'another service’s'],
    ['counters', 'count everything again'],
    ['search-index', 'no topic'],
  ] as const) {
    expect(await replay({ search, bus, group })).toMatchObject({
      code: 1,
      output: expect.stringContaining(reason),
    });
  }
});

function createBus(): BusOptions {
  return {
    brokers: inject('stores').kafkaBrokers.split(','),
    topic: `test-search-${newId()}`,
    acks: 1,
    replicationFactor: 1,
    clientId: 'test',
  };
}

async function publish(bus: BusOptions, posts: PostFacts[]): Promise<void> {
  const log = createLog('test', { level: 'silent' });
  await using publisher = createPublisher({ bus, log, now: () => new Date() });
  const messages = posts.map(({ id: postId, authorId, text, createdAt, version }, index) => {
    const data = { postId, authorId, text, createdAt, version, visibility: 'PUBLIC' } as const;
    const subject = { kind: 'post', id: postId } as const;
    const { event } = toOutboxRow(
      { type: 'post.created', actorId: authorId, subject, data },
      new Date(),
    );
    const numbered = { ...event, subject: { ...subject, version: index + 1 } };
    return { key: postId, value: JSON.stringify(numbered) };
  });
  // As the relay does: a topic that was made this moment may have no leader yet.
  await vi.waitFor(() => publisher.publish(messages), { timeout: 20_000, interval: 200 });
}

/** `npm run events -- replay` runs this. */
async function replay({
  search,
  bus,
  group,
}: {
  search: TestSearch;
  bus: BusOptions;
  group: string;
}): Promise<{ code: number; output: string }> {
  const command = fileURLToPath(new URL('../src/commands/replay-events.ts', import.meta.url));
  const keys = `test:${randomBytes(32).toString('base64url')}`;
  const env = {
    SEARCH_DATABASE_URL: search.databaseUrl,
    KAFKA_BROKERS: bus.brokers.join(','),
    EVENT_TOPIC: bus.topic,
    // Nobody is asked: the events say all there is.
    MEMBER_URL: 'http://127.0.0.1:1',
    CONTENT_URL: 'http://127.0.0.1:1',
    PASSPORT_KEYS_MEMBER: keys,
    PASSPORT_KEYS_CONTENT: keys,
  };
  const args = [command, '--day', day, '--group', group];
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { env });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }; // execFile's
    return { code, output: stdout + stderr };
  }
}
