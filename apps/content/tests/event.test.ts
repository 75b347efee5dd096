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
        wake: () => void db.post.count().then((count) => seen.push(count)),
      },
    },
  );
  const before = await db.post.count();
  await woken.newMember().api.post.create.mutate({ text: 'hello', idempotencyKey: newKey() });
  await vi.waitFor(() => expect(seen).toEqual([before + 1]));
});

test('with Kafka there, events are sent', { timeout: 60_000 }, async () => {
  await using connected = await startTestContent({
    KAFKA_BROKERS: inject('stores').kafkaBrokers,
    EVENT_TOPIC: `test-content-${newId()}`,
  });
  const { id } = await newPost(connected);
  await connected.newMember().api.post.like.mutate({ id });
  await vi.waitFor(
    async () => {
      const unsent = await connected.db.outbox.count({ where: { sentAt: null } });
      expect(unsent).toBe(0);
    },
    { timeout: 30_000, interval: 100 },
  );
});
