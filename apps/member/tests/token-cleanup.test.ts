import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { newId } from '@dailyfeed/service-kit/id';
import { expect, test } from 'vitest';

import { cleanTokens } from '../src/domain/token-cleanup.ts';
import { dayMs, startTestMember, type TestMember } from './_harness.ts';

const command = fileURLToPath(new URL('../src/commands/token-cleanup.ts', import.meta.url));

test('sessions go 30 days after their end, revocations and nonces once they have expired, and nothing else', async () => {
  await using member = await startTestMember();
  const [live, ended, endedLately, expired] = await member.signUpMany(4);
  await endedAgo(member, ended?.sessionId, { endedAt: 31 });
  await endedAgo(member, endedLately?.sessionId, { endedAt: 29 });
  await endedAgo(member, expired?.sessionId, { expiresAt: 31 });
  const [over, inForce] = [newId(), newId()];
  await revokedUntil(member, over, -1);
  await revokedUntil(member, inForce, 1);

  const [spent, good] = [newId(), newId()];
  await usedNonce(member, spent, -1);
  await usedNonce(member, good, 1);

  const removed = { sessions: 2, revocations: 1, nonces: 1 };
  expect(await cleanTokens(member.deps)).toEqual(removed);
  const nonces = await member.deps.db.usedNonce.findMany();
  expect(nonces.map(({ id }) => id)).toEqual([good]);
  const rows = await member.deps.db.refreshToken.findMany();
  expect(new Set(rows.map(({ id }) => id))).toEqual(
    new Set([live?.sessionId, endedLately?.sessionId]),
  );
  const revocations = await member.deps.db.revocation.findMany();
  expect(revocations.map(({ id }) => id)).toEqual([inForce]);
  expect((await member.refresh(live?.refreshToken ?? '')).status).toBe(200);
});

test('more than a batch is cleaned in one go, by one process at a time', async () => {
  await using member = await startTestMember();
  const at = new Date(Date.now() - dayMs);
  const data = Array.from({ length: 2500 }, () => ({
    kind: 'token' as const,
    id: newId(),
    at,
    expiresAt: at,
  }));
  await member.deps.db.revocation.createMany({ data });
  const [one, other] = await Promise.all([cleanTokens(member.deps), cleanTokens(member.deps)]);
  await cleanTokens(member.deps);
  expect(one.revocations + other.revocations).toBeLessThanOrEqual(2500);
  expect(await member.deps.db.revocation.count()).toBe(0);
});

test('the command does the same and ends', async () => {
  await using member = await startTestMember();
  const ann = await member.signUp();
  await endedAgo(member, ann.sessionId, { endedAt: 40 });
  const child = spawn(process.execPath, [command], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { MEMBER_DATABASE_URL: member.databaseUrl },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(output).toContain('"sessions":1');
  expect(await member.deps.db.refreshToken.count()).toBe(0);
});

async function endedAgo(
  member: TestMember,
  id: string | undefined,
  daysAgo: { endedAt?: number; expiresAt?: number },
): Promise<void> {
  const at = (days: number): Date => new Date(Date.now() - days * dayMs);
  await member.deps.db.refreshToken.update({
    where: { id: id ?? '' },
    data: {
      ...(daysAgo.endedAt !== undefined && { endedAt: at(daysAgo.endedAt), end: 'LOGGED_OUT' }),
      ...(daysAgo.expiresAt !== undefined && { expiresAt: at(daysAgo.expiresAt) }),
    },
  });
}

async function revokedUntil(member: TestMember, id: string, daysAhead: number): Promise<void> {
  const expiresAt = new Date(Date.now() + daysAhead * dayMs);
  await member.deps.db.revocation.create({
    data: { kind: 'session', id, at: new Date(Date.now() - 2 * dayMs), expiresAt },
  });
}

async function usedNonce(member: TestMember, id: string, daysAhead: number): Promise<void> {
  const expiresAt = new Date(Date.now() + daysAhead * dayMs);
  await member.deps.db.usedNonce.create({ data: { id, expiresAt } });
}
