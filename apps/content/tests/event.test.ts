import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, afterEach, expect, inject, test, vi } from 'vitest';

import { newKey, newPost, refusal, startTestContent } from './_harness.ts';

const content = await startTestContent();
afterAll(() => content[Symbol.asyncDispose]());
afterEach(() => content.db.$executeRaw`ALTER TABLE outbox DROP CONSTRAINT IF EXISTS refused`);

test('a change whose event cannot be written does not happen', async () => {
  const ann = content.newMember();
  const { id } = await ann.api.post.create.mutate({ text: 'one', idempotencyKey: newKey() });
  const comment = { postId: id, text: 'hm', idempotencyKey: newKey() };
  await content.db.$executeRaw`ALTER TABLE outbox ADD CONSTRAINT refused CHECK (false) NOT VALID`;

  for (const attempt of [
    () => ann.api.post.create.mutate({ text: 'two', idempotencyKey: newKey() }),
    () => ann.api.post.edit.mutate({ id, text: 'two', version: 1 }),
    () => ann.api.post.delete.mutate({ id }),
    () => ann.api.post.like.mutate({ id }),
    () => ann.api.comment.create.mutate(comment),
  ]) {
    expect(await refusal(content, attempt)).toMatchObject({
      code: 'INTERNAL',
      status: 500,
      wrote: false,
    });
  }
  const post = await content.db.post.findUniqueOrThrow({ where: { id } });
  expect(post).toMatchObject({
    text: 'one',
    version: 1,
    likeCount: 0,
    commentCount: 0,
    deletedAt: null,
  });
});

test('the relay is woken after the commit, when the event can be read', async () => {
  const seen: number[] = [];
  const { db } = content;
  await using woken = await startTestContent(
    { CONTENT_DATABASE_URL: content.database.url },
    {
      events: {
        record: () => Promise.resolve(),
        wake: () =>
          void db.post.count().then(
            (count) => seen.push(count),
            () => undefined,
          ),
      },
    },
  );
  const before = await db.post.count();
  await woken.newMember().api.post.create.mutate({ text: 'hello', idempotencyKey: newKey() });
  await vi.waitFor(() => expect(seen).toEqual([before + 1]), { timeout: 30_000 });
});

test(
  'with Kafka there, events are sent, and views that events tell of are counted',
  { timeout: 60_000 },
  async () => {
    await using connected = await startTestContent({
      KAFKA_BROKERS: inject('stores').kafkaBrokers,
      MONGODB_URL: inject('stores').mongoUrl,
      EVENT_TOPIC: `test-content-${newId()}`,
    });
    const { id: postId, authorId } = await newPost(connected);
    await connected.newMember().api.post.like.mutate({ id: postId });
    const { db, events } = connected.deps;
    await db.$transaction((tx) =>
      events.record(tx, {
        type: 'post.read',
        actorId: null,
        subject: { kind: 'post', id: postId },
        data: { postId, postAuthorId: authorId, memberId: null, count: 3 },
      }),
    );
    events.wake();
    await vi.waitFor(
      async () => {
        expect(await db.outbox.count({ where: { sentAt: null } })).toBe(0);
        const post = await db.post.findUniqueOrThrow({ where: { id: postId } });
        expect(post.viewCount).toBe(3);
      },
      { timeout: 50_000, interval: 100 },
    );
  },
);
