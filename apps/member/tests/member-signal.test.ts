import { membersChannel } from '@dailyfeed/contract/signal';
import { startProxy } from '@dailyfeed/dev-infra/proxy';
import { Redis } from 'ioredis';
import { expect, inject, onTestFinished, test, vi } from 'vitest';

import { callAs, signUpAdmin } from './_admin.ts';
import { password, type Person, startTestMember } from './_harness.ts';

const soon = { timeout: 30_000 };

test('whoever remembers a member is told when who may see them changes', async () => {
  await using member = await startTestMember();
  const [ann, bob] = [await member.signUp(), await member.signUp()];
  const admin = await signUpAdmin(member);
  const { redis, told } = await listen();

  await member.as(ann).profile.setVisibility.mutate({ visibility: 'PRIVATE' });
  const target = { memberId: ann.id };
  await callAs(member, admin, {
    procedure: 'admin.disable',
    input: { ...target, reason: 'spam' },
  });
  await callAs(member, admin, { procedure: 'admin.enable', input: target });
  await callAs(member, bob, { procedure: 'account.deactivate', input: { password } });
  await member.send({ procedure: 'auth.logIn', input: { email: bob.email, password } });
  // What a busy machine was late to tell is told again.
  const timesOf = (person: Person) => told.filter((id) => id === person.id).length;
  await vi.waitFor(() => expect(timesOf(ann)).toBeGreaterThanOrEqual(3), soon);
  await vi.waitFor(() => expect(timesOf(bob)).toBeGreaterThanOrEqual(2), soon);
  // So do those who keep what they know until this grows.
  const versionOf = async (person: Person) => Number(await redis.get(`graph:${person.id}`));
  expect(await versionOf(ann)).toBeGreaterThanOrEqual(3);
  expect(await versionOf(bob)).toBeGreaterThanOrEqual(2);
});

test('whoever remembers a member is told a little later where Redis could not be reached at once', async () => {
  await using proxy = await startProxy(inject('stores').redisUrl);
  await using member = await startTestMember({ REDIS_URL: proxy.url });
  const ann = await member.signUp();
  const { redis, told } = await listen();

  proxy.set('refuse');
  await member.as(ann).profile.setVisibility.mutate({ visibility: 'PRIVATE' });
  expect(await redis.get(`graph:${ann.id}`)).toBeNull();
  expect(told).not.toContain(ann.id);
  proxy.set('pass');
  await vi.waitFor(() => expect(told).toContain(ann.id), soon);
  await vi.waitFor(async () => expect(await redis.get(`graph:${ann.id}`)).not.toBeNull(), soon);
});

test('an account is closed also while nobody can be told', async () => {
  await using member = await startTestMember({ REDIS_URL: 'redis://127.0.0.1:1' });
  const ann = await member.signUp();
  const { visibility } = await member
    .as(ann)
    .profile.setVisibility.mutate({ visibility: 'PRIVATE' });
  expect(visibility).toBe('PRIVATE');
});

/** Hears of whom is told. */
async function listen(): Promise<{ redis: Redis; told: string[] }> {
  const redis = new Redis(inject('stores').redisUrl);
  onTestFinished(() => redis.disconnect());
  const told: string[] = [];
  const listener = redis.duplicate();
  onTestFinished(() => listener.disconnect());
  listener.on('message', (_channel, id: string) => told.push(id));
  await listener.subscribe(membersChannel);
  return { redis, told };
}
