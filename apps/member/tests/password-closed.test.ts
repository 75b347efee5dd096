import { afterAll, beforeAll, expect, test } from 'vitest';

import { startMember } from '../src/testing.ts';
import { anyone, away, createSecrets, origin, password, peersAway } from './_harness.ts';
import { account, errorIn, type ProviderTest, settingsFor, startWithIssuer } from './_provider.ts';

let site: ProviderTest;
beforeAll(async () => {
  site = await startWithIssuer({ env: { AUTH_PROVIDERS: 'google' } });
});
afterAll(() => site[Symbol.asyncDispose]());

/** A member with a password, from the time when there were such. */
async function formerMember(given: { emailVerifiedAt: Date | null }) {
  await using open = await startMember({
    MEMBER_DATABASE_URL: site.member.databaseUrl,
    REDIS_URL: `redis://${away}`,
    KAFKA_BROKERS: away,
    PUBLIC_ORIGINS: origin,
    ...peersAway,
    ...createSecrets(),
    KEY_ENCRYPTION_KEY: site.member.deps.settings.keyEncryptionKey.toString('base64url'),
  });
  const input = anyone();
  const answer = await fetch(`${open.url}/trpc/auth.signUp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  expect(answer.status).toBe(200);
  const { db } = site.member.deps;
  return db.member.update({ where: { email: input.email }, data: given });
}

test('without the password among the ways in, accounts by e-mail are closed', async () => {
  const { member } = site;
  expect(await member.anyone.auth.providers.query()).toMatchObject({
    acceptsPassword: false,
    external: [{ id: 'google' }],
  });
  const input = anyone();
  const { email } = input;
  const refused = { status: 403, appCode: 'PASSWORD_CLOSED' };
  for (const call of [
    { procedure: 'auth.signUp', input },
    { procedure: 'auth.logIn', input: { email, password } },
    { procedure: 'auth.requestPasswordReset', input: { email } },
    { procedure: 'auth.resetPassword', input: { token: 'x'.repeat(43), password } },
  ]) {
    expect.soft({ ...(await member.send(call)), call }).toMatchObject({ ...refused, call });
  }
  expect(await member.deps.db.member.count()).toBe(0);
  expect(await member.deps.db.mail.count()).toBe(0);

  const ann = account();
  site.issuer.add(ann);
  expect(errorIn(await site.open().logIn(ann.sub))).toBeNull();
  const made = await member.deps.db.member.findUniqueOrThrow({
    where: { email: ann.email ?? '' },
    include: { sessions: true },
  });
  const person = { id: made.id, sessionId: made.sessions[0]?.id ?? '' };
  const change = { currentPassword: password, newPassword: `${password}!` };
  await expect(member.as(person).auth.changePassword.mutate(change)).rejects.toMatchObject({
    data: { appCode: 'PASSWORD_CLOSED' },
  });
  await expect(member.as(person).auth.unlink.mutate({ provider: 'google' })).rejects.toMatchObject({
    data: { appCode: 'PROVIDER_LAST_WAY_IN' },
  });
});

test('a member whose password counts no more comes back by a provider, if both sides have proven the address', async () => {
  const { db } = site.member.deps;
  const proven = await formerMember({ emailVerifiedAt: new Date() });
  const unproven = await formerMember({ emailVerifiedAt: null });
  const [one, other] = [proven, unproven].map(({ email }) => account({ email }));
  for (const each of [one, other]) if (each) site.issuer.add(each);
  expect(errorIn(await site.open().logIn(one?.sub ?? ''))).toBeNull();
  expect(await db.linkedIdentity.count({ where: { memberId: proven.id } })).toBe(1);
  const told = await db.mail.findMany({ where: { kind: 'PROVIDER_LINKED' } });
  expect(told).toHaveLength(1);
  expect(errorIn(await site.open().logIn(other?.sub ?? ''))).toBe('PROVIDER_EMAIL_TAKEN');
  expect(await db.linkedIdentity.count({ where: { memberId: unproven.id } })).toBe(0);
});

test('a way in that is named and not set up stops the start with its name', async () => {
  const { GOOGLE_CLIENT_SECRET: _, ...rest } = settingsFor(site.issuer);
  await expect(
    startMember({
      MEMBER_DATABASE_URL: site.member.databaseUrl,
      REDIS_URL: `redis://${away}`,
      KAFKA_BROKERS: away,
      PUBLIC_ORIGINS: origin,
      ...peersAway,
      ...createSecrets(),
      KEY_ENCRYPTION_KEY: site.member.deps.settings.keyEncryptionKey.toString('base64url'),
      ...rest,
      AUTH_PROVIDERS: 'password,google',
    }),
  ).rejects.toThrow(/names google, which needs .*GOOGLE_CLIENT_SECRET/);
});
