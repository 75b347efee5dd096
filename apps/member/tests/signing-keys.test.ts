import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { SigningJwks } from '@dailyfeed/auth/jwks';
import { createRevocations, revocationsChannel } from '@dailyfeed/auth/revocations';
import { decodeProtectedHeader } from 'jose';
import { expect, inject, test } from 'vitest';

import type { Database } from '../src/db/client.ts';
import { rotateKeys } from '../src/domain/key-rotation.ts';
import {
  createClock,
  createSecrets,
  minuteMs,
  secondMs,
  startTestMember,
  type TestMember,
} from './_harness.ts';

const hourMs = 60 * minuteMs;

test('an empty database gets a key that signs and one that will', async () => {
  await using member = await startTestMember();
  expect(await statesOf(member)).toEqual(['CURRENT', 'NEXT']);
  const { keys } = await jwksOf(member);
  expect(keys.map((key) => key.state)).toEqual(['current', 'next']);
  expect(keys[0]).not.toHaveProperty('d');
});

test('processes that start together make one key between them', async () => {
  const secrets = createSecrets();
  await using member = await startTestMember(secrets);
  await member.deps.db.jwtKey.deleteMany();
  await Promise.all(Array.from({ length: 8 }, () => rotateKeys(member.deps, { when: 'due' })));
  expect(await statesOf(member)).toEqual(['CURRENT', 'NEXT']);
});

test('a private key is unreadable without KEY_ENCRYPTION_KEY, and under another kid', async () => {
  const secrets = createSecrets();
  await using member = await startTestMember(secrets);
  const { db } = member.deps;
  const [first, second] = await db.jwtKey.findMany({ orderBy: { createdAt: 'asc' } });
  expect(Buffer.from(first?.privateKey ?? []).includes('PRIVATE')).toBe(false);

  const other = { ...secrets, MEMBER_DATABASE_URL: member.databaseUrl };
  const KEY_ENCRYPTION_KEY = randomBytes(32).toString('base64url');
  await expect(startTestMember({ ...other, KEY_ENCRYPTION_KEY })).rejects.toThrow(
    /KEY_ENCRYPTION_KEY does not open the signing key/,
  );
  await db.jwtKey.update({
    where: { kid: first?.kid ?? '' },
    data: { privateKey: second?.privateKey ?? new Uint8Array() },
  });
  await expect(startTestMember(other)).rejects.toThrow(/does not open/);
});

test('over a day of rotations, each key is published before it signs and until its tokens end', async () => {
  const clock = createClock();
  await using member = await startTestMember({}, { now: clock.now });
  const start = clock.now().getTime();
  const looks: { at: number; signer: string; published: string[] }[] = [];
  for (; clock.now().getTime() - start < 24 * hourMs; clock.advance(10 * minuteMs)) {
    await rotateKeys(member.deps, { when: 'due' });
    const { keys } = await jwksOf(member);
    const { kid } = await member.deps.keys.getSigner();
    looks.push({
      at: clock.now().getTime(),
      signer: kid,
      published: keys.map((key) => key.kid),
    });
  }

  const signers = [...new Set(looks.map((look) => look.signer))];
  expect(signers.length).toBeGreaterThanOrEqual(23);
  expect(signers.length).toBeLessThanOrEqual(25);
  for (const [index, signer] of signers.entries()) {
    const publishedAt = looks.filter((look) => look.published.includes(signer)).map(({ at }) => at);
    const signedAt = looks.filter((look) => look.signer === signer).map(({ at }) => at);
    const leadMs = (signedAt[0] ?? 0) - (publishedAt[0] ?? 0);
    // The very first key had nobody to be published to.
    expect(leadMs).toBeGreaterThanOrEqual(index === 0 ? 0 : 11 * minuteMs);
    const [lastSigned = 0, lastPublished = 0] = [signedAt.at(-1), publishedAt.at(-1)];
    expect(lastPublished - lastSigned).toBeGreaterThanOrEqual(
      index === signers.length - 1 ? 0 : 15 * minuteMs,
    );
    expect(lastPublished - lastSigned).toBeLessThanOrEqual(30 * minuteMs);
  }
  expect(Math.max(...looks.map((look) => look.published.length))).toBeLessThanOrEqual(3);
});

test('rotation is due after an hour and not before, however often it is asked for', async () => {
  const clock = createClock();
  await using member = await startTestMember({}, { now: clock.now });
  clock.advance(58 * minuteMs);
  expect(await rotateKeys(member.deps, { when: 'due' })).toEqual([]);
  clock.advance(2 * minuteMs);
  const all = await Promise.all(
    Array.from({ length: 5 }, () => rotateKeys(member.deps, { when: 'due' })),
  );
  expect(all.flat().filter((step) => step.kind === 'promote')).toHaveLength(1);
  expect(await statesOf(member)).toEqual(['PREVIOUS', 'CURRENT', 'NEXT']);
});

test('after an outage of days one rotation puts all right', async () => {
  const clock = createClock();
  await using member = await startTestMember({}, { now: clock.now });
  clock.advance(3 * 24 * hourMs);
  await rotateKeys(member.deps, { when: 'due' });
  expect(await statesOf(member)).toEqual(['PREVIOUS', 'CURRENT', 'NEXT']);
  expect((await member.signUp()).id).not.toBe('');
});

test('retired keys are kept for 30 days', async () => {
  const clock = createClock();
  await using member = await startTestMember({}, { now: clock.now });
  clock.advance(hourMs);
  await rotateKeys(member.deps, { when: 'due' });
  clock.advance(20 * minuteMs);
  await rotateKeys(member.deps, { when: 'due' });
  expect(await statesOf(member)).toEqual(['RETIRED', 'CURRENT', 'NEXT']);
  clock.advance(30 * 24 * hourMs + minuteMs);
  await rotateKeys(member.deps, { when: 'due' });
  expect(await statesOf(member)).toEqual(['PREVIOUS', 'CURRENT', 'NEXT']);
});

test('a rotation killed at any point leaves keys that sign, and the next one completes it', async () => {
  const clock = createClock();
  await using member = await startTestMember({}, { now: clock.now });
  let crashes = 0;
  for (let point = 1; ; point += 1) {
    clock.advance(2 * hourMs);
    const before = await member.deps.db.jwtKey.findMany({ orderBy: { createdAt: 'asc' } });
    const db = dyingAt(member.deps.db, point);
    const outcome = await rotateKeys({ ...member.deps, db }, { when: 'due' }).catch(
      () => 'crashed',
    );
    if (outcome !== 'crashed') break;
    crashes += 1;
    expect(await member.deps.db.jwtKey.findMany({ orderBy: { createdAt: 'asc' } })).toEqual(before);
    clock.advance(6 * secondMs);
    expect((await member.signUp()).accessToken).not.toBe('');
    await rotateKeys(member.deps, { when: 'due' });
    const states = (await statesOf(member)).filter((state) => state !== 'RETIRED');
    expect(states).toEqual(['PREVIOUS', 'CURRENT', 'NEXT']);
  }
  // Retire, supersede, promote, create, each a point to die at, and the reads between.
  expect(crashes).toBeGreaterThanOrEqual(5);
});

test('tokens verify across a rotation, and the new ones are of the new key', async () => {
  const clock = createClock();
  await using member = await startTestMember({}, { now: clock.now });
  clock.advance(59 * minuteMs);
  const before = await member.signUp();
  await rotateKeys(member.deps, { when: 'due' });
  clock.advance(6 * secondMs);
  const after = await member.signUp();
  const kidOf = (token: string) => decodeProtectedHeader(token).kid;
  expect(kidOf(after.accessToken)).not.toBe(kidOf(before.accessToken));
  for (const { accessToken } of [before, after]) {
    const headers = { authorization: `Bearer ${accessToken}` };
    expect((await member.send({ path: '/trpc/profile.me', headers })).status).toBe(200);
  }
});

test('the command rotates what is due, insists with --now only on a published key, and revokes', async () => {
  const secrets = createSecrets();
  await using member = await startTestMember(secrets);
  const run = (...args: string[]) =>
    runCommand(args, { ...secrets, databaseUrl: member.databaseUrl });
  const { db } = member.deps;

  expect(await run()).toMatchObject({ code: 0 });
  expect(await statesOf(member)).toEqual(['CURRENT', 'NEXT']);
  const early = await run('--now');
  expect(early).toMatchObject({ code: 1 });
  expect(early.output).toContain('the next signing key has not been published for long enough');

  const past = new Date(Date.now() - 12 * minuteMs);
  await db.jwtKey.updateMany({ where: { state: 'NEXT' }, data: { createdAt: past } });
  expect(await run('--now')).toMatchObject({ code: 0 });
  expect((await statesOf(member)).toSorted()).toEqual(['CURRENT', 'NEXT', 'PREVIOUS']);

  const current = await db.jwtKey.findFirstOrThrow({ where: { state: 'CURRENT' } });
  expect(await run('--revoke', current.kid)).toMatchObject({ code: 0 });
  expect(await db.jwtKey.findUnique({ where: { kid: current.kid } })).toMatchObject({
    state: 'RETIRED',
  });
  expect(await db.jwtKey.count({ where: { state: 'CURRENT' } })).toBe(1);
  expect(await db.revocation.findMany()).toMatchObject([{ kind: 'key', id: current.kid }]);
  expect(await run('--revoke', 'nonsense')).toMatchObject({ code: 1 });
});

test('who verifies hears of a key that the command revokes as soon as the command is done, by Redis', async () => {
  const secrets = createSecrets();
  await using member = await startTestMember(secrets);
  const { redis, log, keys } = member.deps;
  const now = () => new Date();
  // Asking tells it nothing.
  const poll = () => Promise.resolve({ items: [], now: Date.now() });
  await using revocations = createRevocations({ poll, redis, log, now });
  const heard: string[] = [];
  revocations.subscribe(({ id }) => heard.push(id));
  const at = now().toISOString();
  const hello = { kind: 'token', id: 'hello', at, expiresAt: at };
  const isListening = async (): Promise<boolean> => {
    await redis.publish(revocationsChannel, JSON.stringify(hello));
    return heard.includes('hello');
  };
  await expect.poll(isListening).toBe(true);

  const { kid } = await keys.getSigner();
  const environment = { ...secrets, databaseUrl: member.databaseUrl };
  expect(await runCommand(['--revoke', kid], environment)).toMatchObject({ code: 0 });
  await expect.poll(() => heard).toContain(kid);
});

async function statesOf(member: TestMember): Promise<string[]> {
  const rows = await member.deps.db.jwtKey.findMany({ orderBy: { createdAt: 'asc' } });
  return rows.map((row) => row.state);
}

async function jwksOf(member: TestMember): Promise<SigningJwks> {
  const answer = await member.send({ path: '/.well-known/jwks.json' });
  expect(answer.status).toBe(200);
  return SigningJwks.parse(answer.data);
}

/** The database, whose connection is killed before the statement number `point` on the keys. */
function dyingAt(db: Database, point: number): Database {
  let statements = 0;
  const dying = db.$extends({
    query: {
      jwtKey: {
        $allOperations: async ({ args, query }) => {
          statements += 1;
          if (statements === point) {
            await db.$executeRaw`
              SELECT pg_terminate_backend(pid) FROM pg_stat_activity
              WHERE datname = current_database() AND state LIKE 'idle in transaction%'`;
          }
          return query(args);
        },
      },
    },
  });
  return dying as unknown as Database; // the extension changes no result
}

async function runCommand(
  args: string[],
  env: { databaseUrl: string; KEY_ENCRYPTION_KEY: string },
): Promise<{ code: number; output: string }> {
  const command = fileURLToPath(new URL('../src/commands/rotate-keys.ts', import.meta.url));
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [command, ...args], {
      env: {
        MEMBER_DATABASE_URL: env.databaseUrl,
        REDIS_URL: inject('stores').redisUrl,
        KEY_ENCRYPTION_KEY: env.KEY_ENCRYPTION_KEY,
        LOG_LEVEL: 'info',
      },
    });
    return { code: 0, output: stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }; // execFile's
    return { code, output: stdout + stderr };
  }
}
