import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { expect, inject, test } from 'vitest';

import type { Deps } from '../src/deps.ts';
import { eraseDeleted } from '../src/domain/erasure.ts';
import { sendDueMails } from '../src/domain/send-mails.ts';
import { callAs, signUpAdmin } from './_admin.ts';
import { createClock, dayMs, password, type Person, startTestMember } from './_harness.ts';
import type { TestMember } from './_harness.ts';

const command = fileURLToPath(new URL('../src/commands/erase-deleted.ts', import.meta.url));

test('30 days after the deactivation nothing is left that names the person', async () => {
  const clock = createClock();
  await using member = await startTestMember({}, { now: () => clock.now() });
  const ann = await liveFully(member);
  const traces = [
    ann.id,
    ann.handle,
    ann.email,
    ann.displayName,
    'handle_before',
    'other@mail.example',
  ];
  expect(await findTraces(member, traces)).not.toEqual([]);

  await deactivate(member, ann);
  clock.advance(30 * dayMs - 1000);
  expect(await eraseDeleted(member.deps)).toMatchObject({ erased: 0 });
  clock.advance(1000);
  // As the relay leaves it a day after all is sent.
  await member.deps.db.outbox.deleteMany();
  expect(await eraseDeleted(member.deps)).toMatchObject({ erased: 1, failed: 0 });

  // The event that tells the other services carries the id, and nothing else does.
  expect(await findTraces(member, traces)).toEqual(
    ['event', 'key', 'message_key'].map((column) => `outbox.${column}: ${ann.id}`),
  );
  expect(await member.deps.redis.exists(`graph:${ann.id}`)).toBe(0);
});

test('followers and followings of others are counted without the erased', async () => {
  const clock = createClock();
  await using member = await startTestMember({}, { now: () => clock.now() });
  const [ann, bob, cleo] = [await member.signUp(), await member.signUp(), await member.signUp()];
  await follow(member, ann, bob);
  await follow(member, bob, ann);
  await follow(member, cleo, ann);
  await follow(member, cleo, bob);
  await eraseAfterGrace(member, clock, ann);
  expect(await countsOf(member)).toEqual({ [bob.handle]: [1, 0], [cleo.handle]: [0, 1] });
});

test('the handle and the e-mail address are free again', async () => {
  const clock = createClock();
  await using member = await startTestMember({}, { now: () => clock.now() });
  const ann = await member.signUp();
  await eraseAfterGrace(member, clock, ann);
  const next = await member.signUp({ handle: ann.handle, email: ann.email });
  expect(next.id).not.toBe(ann.id);
});

test('stopped before or after any of its transactions, it ends the same when it runs again', async () => {
  const clock = createClock();
  await using member = await startTestMember({}, { now: () => clock.now() });
  for (const at of [0, 1, 2].flatMap((step) => [
    { step, when: 'before' as const },
    { step, when: 'after' as const },
  ])) {
    const ann = await liveFully(member);
    await deactivate(member, ann);
    clock.advance(30 * dayMs);
    const stopped = await eraseDeleted(stoppingAt(member.deps, at));
    await eraseDeleted(member.deps);
    const told = await member.deps.db.outbox.findMany({ where: { key: ann.id } });
    const types = told.map((row) => (row.event as { type: string }).type); // an envelope
    expect({
      at,
      stopped: stopped.failed,
      told: types.filter((type) => type === 'member.erased').length,
      members: await member.deps.db.member.count({ where: { id: ann.id } }),
      follows: await member.deps.db.follow.count(),
      counts: [...new Set(Object.values(await countsOf(member)).flat())],
    }).toEqual({ at, stopped: 1, told: 1, members: 0, follows: 0, counts: [0] });
  }
});

test('two processes at once erase each account once', async () => {
  const clock = createClock();
  await using member = await startTestMember({}, { now: () => clock.now() });
  const people = await member.signUpMany(4);
  for (const person of people) await deactivate(member, person);
  clock.advance(30 * dayMs);
  await Promise.all([eraseDeleted(member.deps), eraseDeleted(member.deps)]);
  await eraseDeleted(member.deps);
  expect(await member.deps.db.member.count()).toBe(0);
  const rows = await member.deps.db.outbox.findMany();
  const types = rows.map((row) => (row.event as { type: string }).type); // an envelope
  expect(types.filter((type) => type === 'member.erased')).toHaveLength(4);
});

test('what an admin did stays in the log when their account is gone', async () => {
  const clock = createClock();
  await using member = await startTestMember({}, { now: () => clock.now() });
  const [admin, boss, bob] = [
    await signUpAdmin(member),
    await signUpAdmin(member),
    await member.signUp(),
  ];
  const input = { memberId: bob.id, reason: 'spam' };
  await callAs(member, admin, { procedure: 'admin.disable', input });
  await eraseAfterGrace(member, clock, admin);
  const actions = await member.deps.db.adminAction.findMany({ where: { kind: 'DISABLED' } });
  expect(actions).toMatchObject([{ memberId: bob.id, actorId: null, reason: 'spam' }]);
  expect(await member.deps.db.member.count({ where: { id: boss.id } })).toBe(1);
});

test('the command does the same and ends', async () => {
  await using member = await startTestMember();
  const ann = await member.signUp();
  await deactivate(member, ann);
  const deactivatedAt = new Date(Date.now() - 31 * dayMs);
  await member.deps.db.member.update({ where: { id: ann.id }, data: { deactivatedAt } });
  const child = spawn(process.execPath, [command], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { MEMBER_DATABASE_URL: member.databaseUrl, REDIS_URL: inject('stores').redisUrl },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(output).toContain('"erased":1');
  expect(await member.deps.db.member.count()).toBe(0);
});

/** Somebody who leaves a trace in every table that can hold one. */
async function liveFully(member: TestMember): Promise<Person & { displayName: string }> {
  const { db } = member.deps;
  const displayName = `Ännchen ${Date.now()}`;
  const ann = await member.signUp({ displayName });
  const bob = await member.signUp();
  const data = { deactivatedAt: null, bio: `I am ${displayName}`, location: ann.handle };
  await db.member.update({ where: { id: ann.id }, data });
  await follow(member, ann, bob);
  await follow(member, bob, ann);
  const now = member.deps.now();
  const id = (last: number) => `0190c1f2-0000-7000-8000-0000000000${last}`;
  await db.mute.create({ data: { id: id(10), muterId: bob.id, mutedId: ann.id, createdAt: now } });
  await db.block.create({
    data: { id: id(11), blockerId: bob.id, blockedId: ann.id, createdAt: now },
  });
  await db.dismissedRecommendation.create({
    data: { memberId: bob.id, dismissedId: ann.id, createdAt: now },
  });
  await db.followRequest.create({
    data: { id: id(12), requesterId: ann.id, targetId: bob.id, createdAt: now },
  });
  await db.heldHandle.create({
    data: { handleKey: 'handle_before', memberId: ann.id, heldUntil: new Date('2100-01-01') },
  });
  await db.adminAction.create({
    data: { id: id(13), kind: 'DISABLED', memberId: ann.id, reason: displayName, createdAt: now },
  });
  await sendDueMails(member.deps);
  const change = { email: 'other@mail.example', password };
  await callAs(member, ann, { procedure: 'auth.changeEmail', input: change });
  await member.send({ procedure: 'auth.requestPasswordReset', input: { email: ann.email } });
  await db.mail.updateMany({
    where: { sentAt: null },
    data: { attempts: 30 },
  });
  return { ...ann, displayName };
}

/** Every place in the database where one of `words` stands: table, column, word. */
async function findTraces(member: TestMember, words: string[]): Promise<string[]> {
  const { db } = member.deps;
  const columns = await db.$queryRaw<{ table: string; column: string }[]>`
    SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name <> '_prisma_migrations' ORDER BY 1, 2`;
  const found: string[] = [];
  for (const { table, column } of columns) {
    for (const word of words) {
      const rows = await db.$queryRawUnsafe<unknown[]>(
        `SELECT 1 FROM "${table}" WHERE strpos(lower("${column}"::text), lower($1)) > 0 LIMIT 1`,
        word,
      );
      if (rows.length > 0) found.push(`${table}.${column}: ${word}`);
    }
  }
  return found;
}

/** The real thing, but its process dies before or after its transaction number `step`. */
function stoppingAt(deps: Deps, at: { step: number; when: 'before' | 'after' }): Deps {
  let count = -1;
  const transact = async (work: never): Promise<unknown> => {
    count += 1;
    if (count === at.step && at.when === 'before') throw new Error('stopped');
    const result: unknown = await deps.db.$transaction(work);
    if (count === at.step) throw new Error('stopped');
    return result;
  };
  const db = new Proxy(deps.db, {
    get: (target, name) => (name === '$transaction' ? transact : Reflect.get(target, name)),
  });
  return { ...deps, db };
}

async function deactivate(member: TestMember, person: Person): Promise<void> {
  const call = { procedure: 'account.deactivate', input: { password } };
  const { status, text } = await callAs(member, person, call);
  if (status !== 200) throw new Error(text);
}

async function eraseAfterGrace(
  member: TestMember,
  clock: ReturnType<typeof createClock>,
  person: Person,
): Promise<void> {
  await deactivate(member, person);
  clock.advance(30 * dayMs);
  expect(await eraseDeleted(member.deps)).toMatchObject({ erased: 1, failed: 0 });
}

async function follow(member: TestMember, one: Person, other: Person): Promise<void> {
  await member.as(one).follow.follow.mutate({ memberId: other.id });
}

/** Followers and followings of everyone, by handle. */
async function countsOf(member: TestMember): Promise<Record<string, number[]>> {
  const rows = await member.deps.db.member.findMany();
  return Object.fromEntries(
    rows.map((row) => [row.handle, [row.followerCount, row.followingCount]]),
  );
}
