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
  expect(await cleanTokens(member.deps)).toMatchObject(removed);
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

test('links and mails go a week after they are done with, and what was never sent after 30 days', async () => {
  await using member = await startTestMember();
  const ann = await member.signUp();
  const { db } = member.deps;
  // What the sign-up itself has left.
  await Promise.all([db.linkToken.deleteMany(), db.mail.deleteMany()]);
  const at = (daysAgo: number): Date => new Date(Date.now() - daysAgo * dayMs);
  const link = { memberId: ann.id, email: ann.email, purpose: 'VERIFY_EMAIL' as const };
  await db.linkToken.createMany({
    data: [
      { ...link, hash: 'used', createdAt: at(9), expiresAt: at(-1), usedAt: at(8) },
      { ...link, hash: 'used lately', createdAt: at(9), expiresAt: at(-1), usedAt: at(6) },
      { ...link, hash: 'expired', createdAt: at(9), expiresAt: at(8) },
      { ...link, hash: 'expired lately', createdAt: at(9), expiresAt: at(6) },
      { ...link, hash: 'good', createdAt: at(9), expiresAt: at(-1) },
    ],
  });
  const mail = { to: '', kind: 'PASSWORD_CHANGED' as const, params: {}, attempts: 99 };
  const mailOf = (lastError: string, createdAt: number, sentAt?: number) => ({
    ...mail,
    id: newId(),
    lastError,
    createdAt: at(createdAt),
    nextAttemptAt: at(createdAt),
    sentAt: sentAt === undefined ? null : at(sentAt),
  });
  await db.mail.createMany({
    data: [
      mailOf('sent', 9, 8),
      mailOf('sent lately', 9, 6),
      mailOf('in vain', 31),
      mailOf('waits', 29),
    ],
  });
  const startedAt = [at(2), at(0.5)];
  await db.accountExport.createMany({
    data: startedAt.map((day) => ({
      id: newId(),
      memberId: ann.id,
      startedAt: day,
      seenAt: day,
    })),
  });

  expect(await cleanTokens(member.deps)).toMatchObject({ links: 2, mails: 2, exports: 1 });
  const links = await db.linkToken.findMany({ orderBy: { hash: 'asc' } });
  expect(links.map(({ hash }) => hash)).toEqual(['expired lately', 'good', 'used lately']);
  const mails = await db.mail.findMany({ orderBy: { lastError: 'asc' } });
  expect(mails.map(({ lastError }) => lastError)).toEqual(['sent lately', 'waits']);
  expect(await db.accountExport.count()).toBe(1);
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
