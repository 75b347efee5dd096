import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';

import { setAdmin } from '../src/domain/role.ts';
import { askAs, callAs, signUpAdmin } from './_admin.ts';
import { createSecrets, type Person, startTestMember, type TestMember } from './_harness.ts';
import { authHeaderOf } from './_http.ts';

const command = fileURLToPath(new URL('../src/commands/admin.ts', import.meta.url));
/** Who verifies asks every 5 s: what they know sooner they were told. */
const toldMs = 4500;
const waiting = { timeout: 15_000, interval: 10 };
const nobody = '0190c1f2-0000-7000-8000-00000000000a';
const calls = [
  { procedure: 'admin.disable', input: { memberId: nobody, reason: 'spam' } },
  { procedure: 'admin.enable', input: { memberId: nobody } },
];
const questions = [{ procedure: 'admin.members' }, { procedure: 'admin.actions' }];

let member: TestMember;
const secrets = createSecrets();
beforeAll(async () => {
  member = await startTestMember(secrets);
});
afterAll(() => member[Symbol.asyncDispose]());

test('what admins may do is refused to everybody else', async () => {
  const ann = await member.signUp();
  for (const call of calls) {
    expect
      .soft(await callAs(member, ann, call), call.procedure)
      .toMatchObject({ status: 403, appCode: 'FORBIDDEN' });
    expect
      .soft(await member.send(call), call.procedure)
      .toMatchObject({ status: 401, appCode: 'UNAUTHENTICATED' });
  }
  for (const call of questions) {
    expect
      .soft(await askAs(member, ann, call), call.procedure)
      .toMatchObject({ status: 403, appCode: 'FORBIDDEN' });
    expect
      .soft(await member.send({ path: `/trpc/${call.procedure}?input={}` }), call.procedure)
      .toMatchObject({ status: 401, appCode: 'UNAUTHENTICATED' });
  }
});

test('who becomes an admin is one with their next request, after a refresh they do not notice', async () => {
  const ann = await member.signUp();
  await setAdmin(member.deps, ann.handle, 'grant');
  const refused = await askAs(member, ann, { procedure: 'admin.members' });
  expect(refused).toMatchObject({ status: 401, appCode: 'TOKEN_EXPIRED' });
  expect(authHeaderOf(refused)).toBe('x-token-refresh-needed');

  const { data } = await member.refresh(ann.refreshToken);
  const renewed = data as { accessToken: string }; // the contract's TokenGrant
  expect((await askAs(member, renewed, { procedure: 'admin.members' })).status).toBe(200);
});

test('who is an admin no more can do nothing with the token from before', async () => {
  const ann = await signUpAdmin(member);
  await setAdmin(member.deps, `@${ann.handle}`, 'revoke');
  for (const question of questions) {
    expect((await askAs(member, ann, question)).appCode).toBe('TOKEN_EXPIRED');
  }
  const { data } = await member.refresh(ann.refreshToken);
  const renewed = data as { accessToken: string }; // the contract's TokenGrant
  expect((await askAs(member, renewed, { procedure: 'admin.members' })).appCode).toBe('FORBIDDEN');
});

test('a change of roles reaches another process before it would ask, and one that starts later', async () => {
  const env = { ...secrets, MEMBER_DATABASE_URL: member.databaseUrl };
  await using other = await startTestMember(env);
  const codeOf = async (person: Person) =>
    (await askAs(other, person, { procedure: 'profile.me' })).appCode;
  const grantedMs = async (person: Person): Promise<number> => {
    const start = performance.now();
    await setAdmin(member.deps, person.email, 'grant');
    await vi.waitFor(async () => expect(await codeOf(person)).toBe('TOKEN_EXPIRED'), waiting);
    return performance.now() - start;
  };
  const [ann, bob] = [await member.signUp(), await member.signUp()];
  expect([await codeOf(ann), await codeOf(bob)]).toEqual([undefined, undefined]);
  await grantedMs(ann);
  // Had it only asked, it did so a moment ago.
  expect(await grantedMs(bob)).toBeLessThan(toldMs);
  await using later = await startTestMember({ ...env, REDIS_URL: 'redis://127.0.0.1:1' });
  expect((await askAs(later, ann, { procedure: 'profile.me' })).appCode).toBe('TOKEN_EXPIRED');
});

test('granting and revoking again changes nothing, and is written down once', async () => {
  const ann = await member.signUp();
  const outcomes = await Promise.all([
    setAdmin(member.deps, ann.handle, 'grant'),
    setAdmin(member.deps, ann.handle, 'grant'),
  ]);
  expect(outcomes.filter(({ isChanged }) => isChanged)).toHaveLength(1);
  expect((await setAdmin(member.deps, ann.handle, 'revoke')).isChanged).toBe(true);
  expect((await setAdmin(member.deps, ann.handle, 'revoke')).isChanged).toBe(false);
  const actions = await member.deps.db.adminAction.findMany({
    where: { memberId: ann.id },
    orderBy: { id: 'asc' },
  });
  expect(actions.map(({ kind, actorId }) => [kind, actorId])).toEqual([
    ['ADMIN_GRANTED', null],
    ['ADMIN_REVOKED', null],
  ]);
});

test('the command grants, lists and revokes, and says when there is no such member', async () => {
  const ann = await member.signUp();
  expect(await run('grant', ann.email)).toMatchObject({ code: 0 });
  expect((await askAs(member, ann, { procedure: 'profile.me' })).appCode).toBe('TOKEN_EXPIRED');
  expect((await run('list')).output).toContain(`"handle":"${ann.handle}"`);
  expect(await run('revoke', ann.handle)).toMatchObject({ code: 0 });
  expect((await run('list')).output).not.toContain(ann.handle);
  for (const args of [
    ['grant', 'no_such_handle'],
    ['promote', ann.handle],
  ]) {
    expect.soft(await run(...args), args.join(' ')).toMatchObject({ code: 1 });
  }
});

async function run(...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [command, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { MEMBER_DATABASE_URL: member.databaseUrl, REDIS_URL: inject('stores').redisUrl },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null]; // as documented
  return { code, output };
}
