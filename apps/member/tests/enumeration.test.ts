import { anonymous } from '@dailyfeed/auth/identity';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { createPasswords } from '../src/domain/password.ts';
import { anyone, startTestMember, type TestMember } from './_harness.ts';

const stack = new AsyncDisposableStack();
/** What was verified: the parameters of each hash that a password was compared with. */
const verified: (string | undefined)[] = [];
let member: TestMember;

beforeAll(async () => {
  const real = await createPasswords();
  member = stack.use(
    await startTestMember(
      {},
      {
        passwords: {
          ...real,
          verify: (password, hash) => {
            verified.push(hash);
            return real.verify(password, hash);
          },
        },
      },
    ),
  );
});
afterAll(() => stack.disposeAsync());

const from = (address: string) => member.passportOf({ ...anonymous('test'), address });

test('a log-in verifies one password, whether there is such a member or not', async () => {
  const ann = await member.signUp();
  for (const email of [ann.email, 'nobody-at-all@example.com']) {
    verified.length = 0;
    const input = { email, password: 'not my secret' };
    const headers = from(`test-${ann.id}`);
    const answer = await member.send({ procedure: 'auth.logIn', input, headers });
    expect(answer).toMatchObject({ status: 401, appCode: 'CREDENTIALS_WRONG' });
    expect(verified).toHaveLength(1);
  }
});

test('who is told 300 times at sign-up that something is taken waits, and nobody else does', async () => {
  const ann = await member.signUp();
  const address = `test-${ann.id}`;
  for (let count = 0; count < 300; count += 1) {
    await member.deps.signUpThrottle.begin({ email: `${count}-${ann.email}`, address });
  }
  const signUp = (input: object, at: string) =>
    member.send({ procedure: 'auth.signUp', input, headers: from(at) });
  // A name that is free and one that is taken are not told apart any more.
  for (const input of [anyone(), anyone({ email: ann.email })]) {
    const answer = await signUp(input, address);
    expect(answer).toMatchObject({ status: 429, appCode: 'RATE_LIMITED' });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  expect((await signUp(anyone(), `other-${ann.id}`)).status).toBe(200);
});

test('sign-ups that succeed, or do not fit, count for nothing', async () => {
  const address = `test-${crypto.randomUUID()}`;
  const signUp = (input: object) =>
    member.send({ procedure: 'auth.signUp', input, headers: from(address) });
  // One more that counts would be one too many.
  for (let count = 0; count < 299; count += 1) {
    await member.deps.signUpThrottle.begin({ email: `${count}-${address}`, address });
  }
  expect((await signUp(anyone({ handle: 'admin' }))).status).toBe(400);
  expect((await signUp(anyone())).status).toBe(200);
  expect((await signUp(anyone())).status).toBe(200);
});
