import { membersChannel } from '@dailyfeed/contract/signal';
import { Redis } from 'ioredis';
import { expect, inject, onTestFinished, test, vi } from 'vitest';

import { callAs, signUpAdmin } from './_admin.ts';
import { password, startTestMember } from './_harness.ts';

test('whoever remembers a member is told when who may see them changes', async () => {
  await using member = await startTestMember();
  const [ann, bob] = [await member.signUp(), await member.signUp()];
  const admin = await signUpAdmin(member);
  const redis = new Redis(inject('stores').redisUrl);
  onTestFinished(() => redis.disconnect());
  const told: string[] = [];
  redis.on('message', (_channel, id: string) => told.push(id));
  await redis.subscribe(membersChannel);

  await member.as(ann).profile.setVisibility.mutate({ visibility: 'PRIVATE' });
  const target = { memberId: ann.id };
  await callAs(member, admin, {
    procedure: 'admin.disable',
    input: { ...target, reason: 'spam' },
  });
  await callAs(member, admin, { procedure: 'admin.enable', input: target });
  await callAs(member, bob, { procedure: 'account.deactivate', input: { password } });
  await member.send({ procedure: 'auth.logIn', input: { email: bob.email, password } });
  const own = () => told.filter((id) => id === ann.id || id === bob.id);
  await vi.waitFor(() => expect(own()).toEqual([ann.id, ann.id, ann.id, bob.id, bob.id]), {
    timeout: 30_000,
  });
  // So do those who keep what they know until this grows.
  const versions = await member.deps.redis.mget(`graph:${ann.id}`, `graph:${bob.id}`);
  expect(versions).toEqual(['3', '2']);
});

test('an account is closed also while nobody can be told', async () => {
  await using member = await startTestMember({ REDIS_URL: 'redis://127.0.0.1:1' });
  const ann = await member.signUp();
  const { visibility } = await member
    .as(ann)
    .profile.setVisibility.mutate({ visibility: 'PRIVATE' });
  expect(visibility).toBe('PRIVATE');
});
