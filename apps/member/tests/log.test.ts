import { createLog } from '@dailyfeed/service-kit/log';
import { expect, test } from 'vitest';

import { anyone, password, refreshTokenOf, startTestMember } from './_harness.ts';

test('no password, token, cookie, e-mail address or key is ever logged', async () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLog('member', { level: 'trace', destination });
  await using member = await startTestMember({}, { log });
  const ann = await member.signUp();
  const bearer = { authorization: `Bearer ${ann.accessToken}` };

  // Success and failure of everything that handles a secret.
  const input = { email: ann.email, password };
  await member.send({ procedure: 'auth.logIn', input });
  await member.send({ procedure: 'auth.logIn', input: { ...input, password: 'wrong secret' } });
  await member.send({
    procedure: 'auth.logIn',
    input: { ...input, password: { a: 'odd secret' } },
  });
  await member.send({ procedure: 'auth.signUp', input: { ...anyone(), email: ann.email } });
  await member.send({ path: `/trpc/profile.me?input="${ann.accessToken}"`, headers: bearer });
  const second = await member.refresh(ann.refreshToken);
  const third = await member.refresh(refreshTokenOf(second));
  await member.refresh(ann.refreshToken);
  await member.refresh(`${ann.refreshToken}x`);
  await member.send({ procedure: 'auth.logOut', headers: bearer });
  await member.deps.db.$disconnect();

  const text = lines.join('');
  expect(lines.length).toBeGreaterThan(8);
  expect(text).toContain('refresh token reused');
  const { settings } = member.deps;
  const secrets = {
    password,
    'wrong password': 'wrong secret',
    'odd password': 'odd secret',
    email: ann.email,
    'access token': ann.accessToken,
    'first refresh token': ann.refreshToken,
    'second refresh token': refreshTokenOf(second),
    'third refresh token': refreshTokenOf(third),
    'refresh secret': settings.refreshTokenSecret.toString('base64url'),
    'encryption key': settings.keyEncryptionKey.toString('base64url'),
    hash: '$argon2id',
  };
  const logged = Object.entries(secrets).filter(([, secret]) => text.includes(secret));
  expect(logged.map(([name]) => name)).toEqual([]);
});

test('each request is one line with its facts', async () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  await using member = await startTestMember({}, { log: createLog('member', { destination }) });
  const ann = await member.signUp();
  const headers = { authorization: `Bearer ${ann.accessToken}` };
  const answer = await member.send({ path: '/trpc/profile.me', headers });
  expect(answer.status).toBe(200);
  // It is written when the answer has gone; so may that of the sign-up be.
  const requests = () =>
    lines
      .map((line): unknown => JSON.parse(line))
      .filter((line) => Object(line).path === '/trpc/profile.me');
  await expect.poll(requests).toMatchObject([
    {
      service: 'member',
      msg: 'request',
      method: 'GET',
      path: '/trpc/profile.me',
      status: 200,
      memberId: ann.id,
      requestId: expect.any(String),
    },
  ]);
});
