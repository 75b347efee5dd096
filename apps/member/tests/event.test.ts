import { expect, inject, test, vi } from 'vitest';

import { startTestMember } from './_harness.ts';

test('what happens reaches the broker within moments, in order', async () => {
  const KAFKA_BROKERS = inject('stores').kafkaBrokers;
  await using member = await startTestMember({ KAFKA_BROKERS });
  const [ann, bob] = [await member.signUp(), await member.signUp()];
  await member.as(ann).follow.follow.mutate({ memberId: bob.id });
  await vi.waitFor(
    async () => expect(await member.deps.db.outbox.count({ where: { sentAt: null } })).toBe(0),
    { timeout: 45_000 },
  );
  const rows = await member.deps.db.outbox.findMany({ orderBy: { seq: 'asc' } });
  expect(rows.map((row) => (row.event as { type: string }).type)).toEqual([
    'member.signed_up',
    'member.signed_up',
    'member.followed',
  ]);
});

test('while the broker is away people sign up and follow all the same, and what they did waits', async () => {
  await using member = await startTestMember();
  const [ann, bob] = [await member.signUp(), await member.signUp()];
  await member.as(ann).follow.follow.mutate({ memberId: bob.id });
  expect(await member.deps.db.outbox.count({ where: { sentAt: null, deadAt: null } })).toBe(3);
});
