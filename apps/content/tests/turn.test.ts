import { defaultPoolSize } from '@dailyfeed/content-store/client';
import { holdTransactions } from '@dailyfeed/dev-infra/held-transactions';
import { expect, test } from 'vitest';

import { newKey, startTestContent } from './_harness.ts';

test('a burst of one member waits for its turn, and keeps no connection from anybody else', async () => {
  await using content = await startTestContent();
  const [ann, bob] = [content.newMember(), content.newMember()];
  const post = ({ api }: typeof ann) =>
    api.post.create.mutate({ text: 'hello', idempotencyKey: newKey() });
  await post(ann);
  // Her own row, which each of her writes locks.
  const held = await holdTransactions(1, (hold) =>
    content.db.$transaction(
      async (tx) => {
        await tx.$executeRaw`SELECT 1 FROM write_allowances WHERE member_id = ${ann.id}::uuid FOR UPDATE`;
        await hold();
      },
      { timeout: 60_000 },
    ),
  );
  const burst = Promise.all(Array.from({ length: 30 }, () => post(ann)));
  burst.catch(() => undefined);
  // The first of them waits in the database, and nobody behind it.
  const waiting = async () => {
    const [row] = await content.db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    return row?.count;
  };
  await expect.poll(waiting).toBe(1);
  await expect(post(bob)).resolves.toMatchObject({ version: 1 });
  expect(await waiting()).toBe(1);
  await held.end();
  expect(new Set((await burst).map(({ id }) => id)).size).toBe(30);
});

test('a process whose connections are all busy is as ready as before', async () => {
  await using content = await startTestContent();
  const held = await holdTransactions(defaultPoolSize, (hold) =>
    content.db.$transaction(
      async (tx) => {
        await tx.$queryRaw`SELECT 1`;
        await hold();
      },
      { timeout: 60_000 },
    ),
  );
  const { status } = await fetch(`${content.url}/readyz`);
  await held.end();
  expect(status).toBe(200);
});
