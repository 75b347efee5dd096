import { anonymous } from '@dailyfeed/auth/identity';
import { startCountedPostgres } from '@dailyfeed/dev-infra/counted-store';
import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { connect } from '../src/db/client.ts';
import { memberRouter } from '../src/routers/index.ts';
import { startTestMember } from './_harness.ts';

const member = await startTestMember();
const postgres = await startCountedPostgres(member.databaseUrl);
// The relay and the jobs ask the database as well: what is counted goes its own way.
const db = connect(postgres.url);
afterAll(async () => {
  await db.$disconnect();
  await postgres[Symbol.asyncDispose]();
  await member[Symbol.asyncDispose]();
});

const memberId = newId();
const identity = {
  ...anonymous('test'),
  member: { memberId, sessionId: newId(), roles: ['MEMBER' as const], amr: ['pwd'] },
};
const untouched = (): never => {
  throw new Error('What is read needs no tokens');
};
const session = { refreshToken: undefined, keep: untouched, grant: untouched, clear: untouched };
const reader = memberRouter.createCaller({ ...member.deps, db, identity, session });

beforeAll(async () => {
  const createdAt = new Date();
  await join([memberId]);
  const [fans, known, muted, blocked] = await Promise.all([
    join(newIds()),
    join(newIds()),
    join(newIds()),
    join(newIds()),
  ]);
  const { follow, followRequest, mute, block } = member.deps.db;
  const [friend = ''] = known;
  await follow.createMany({
    data: [
      ...fans.map((id) => ({ followerId: id, followingId: memberId })),
      ...known.map((id) => ({ followerId: memberId, followingId: id })),
      // Of half of them a friend knows, so that either kind is recommended.
      ...fans.slice(25).map((id) => ({ followerId: friend, followingId: id })),
    ].map((row) => ({ id: newId(), createdAt, ...row })),
  });
  await followRequest.createMany({
    data: fans.map((id) => ({ id: newId(), requesterId: id, targetId: memberId, createdAt })),
  });
  await mute.createMany({
    data: muted.map((id) => ({ id: newId(), muterId: memberId, mutedId: id, createdAt })),
  });
  await block.createMany({
    data: blocked.map((id) => ({ id: newId(), blockerId: memberId, blockedId: id, createdAt })),
  });
});

const counted = 51;
function newIds(): string[] {
  return Array.from({ length: counted }, () => newId());
}

async function join(ids: string[]): Promise<string[]> {
  await member.deps.db.member.createMany({
    data: ids.map((id) => ({
      id,
      email: `${id}@example.com`,
      handle: `m${id.slice(-12)}`,
      handleKey: `m${id.slice(-12)}`,
      displayName: 'Somebody',
      language: 'en' as const,
      createdAt: new Date(),
    })),
  });
  return ids;
}

test.each([
  {
    name: 'followers',
    atMost: 7,
    read: async (limit: number) => (await reader.follow.followers({ memberId, limit })).items,
  },
  {
    name: 'followings',
    atMost: 7,
    read: async (limit: number) => (await reader.follow.followings({ memberId, limit })).items,
  },
  {
    name: 'requests',
    atMost: 4,
    read: async (limit: number) => (await reader.follow.requests({ limit })).items,
  },
  {
    name: 'whom to follow',
    atMost: 3,
    read: (limit: number) => reader.recommendation.members({ limit }),
  },
  {
    name: 'the muted',
    atMost: 2,
    read: async (limit: number) => (await reader.mute.list({ limit })).items,
  },
  {
    name: 'the blocked',
    atMost: 2,
    read: async (limit: number) => (await reader.block.list({ limit })).items,
  },
])('a page of $name costs at most $atMost statements, be it short or long', async (page) => {
  for (const limit of [5, 50]) {
    let items: unknown[] = [];
    const cost = await postgres.countOf(async () => (items = await page.read(limit)));
    expect(items).toHaveLength(limit);
    expect(cost).toBeGreaterThan(0);
    expect(cost).toBeLessThanOrEqual(page.atMost);
  }
});
