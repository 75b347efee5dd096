import { afterAll, beforeAll, expect, test } from 'vitest';

import {
  claimsOf,
  createClock,
  refreshTokenOf,
  secondMs,
  startTestMember,
  type TestMember,
} from './_harness.ts';
import { askMe, outcomeOf, refused, tokenOf } from './_refresh.ts';

const clock = createClock();
let member: TestMember;
beforeAll(async () => {
  member = await startTestMember({}, { now: clock.now });
});
afterAll(() => member[Symbol.asyncDispose]());

test('20 s after its successor was first used, a token is in two hands', async () => {
  const ann = await member.signUp();
  const lost = await member.refresh(ann.refreshToken);
  const arrived = await member.refresh(ann.refreshToken);
  // Either access token that went with the successor shows that it has arrived.
  expect(await statusOfMe(tokenOf(lost))).toBe(200);
  clock.advance(15 * secondMs);
  expect(await statusOfMe(tokenOf(arrived))).toBe(200);
  clock.advance(6 * secondMs);
  expect(outcomeOf(await member.refresh(ann.refreshToken))).toEqual(refused('TOKEN_REVOKED'));
  expect(outcomeOf(await member.refresh(refreshTokenOf(arrived)))).toEqual(
    refused('TOKEN_REVOKED'),
  );
  expect(await statusOfMe(tokenOf(arrived))).toBe(401);
});

test('a successor that comes by the gateway counts as used too', async () => {
  const ann = await member.signUp();
  const first = await member.refresh(ann.refreshToken);
  const tokenId = claimsOf(tokenOf(first))['jti'];
  await member.as({ ...ann, tokenId }).profile.me.query();
  clock.advance(21 * secondMs);
  expect(outcomeOf(await member.refresh(ann.refreshToken))).toEqual(refused('TOKEN_REVOKED'));
});

test('a token whose successor was used ends the session for whoever holds it', async () => {
  const ann = await member.signUp();
  const second = await member.refresh(ann.refreshToken);
  const third = await member.refresh(refreshTokenOf(second));
  const countTold = () => member.deps.db.mail.count({ where: { kind: 'SESSION_REUSED' } });
  const told = await countTold();

  const reused = await member.refresh(ann.refreshToken);
  expect(outcomeOf(reused)).toEqual(refused('TOKEN_REVOKED'));
  expect(outcomeOf(await member.refresh(refreshTokenOf(third)))).toEqual(refused('TOKEN_REVOKED'));
  expect(outcomeOf(await member.refresh(refreshTokenOf(second)))).toEqual(refused('TOKEN_REVOKED'));
  for (const token of [ann.accessToken, tokenOf(second), tokenOf(third)]) {
    const answer = await askMe(member, token);
    expect(answer).toMatchObject({ status: 401, appCode: 'TOKEN_REVOKED' });
    expect(answer.headers.get('x-relogin-required')).toBe('true');
  }
  const row = await member.deps.db.refreshToken.findUniqueOrThrow({ where: { id: ann.sessionId } });
  expect(row).toMatchObject({ end: 'REUSED', endedAt: expect.any(Date) });
  expect(await countTold()).toBe(told + 1);
});

test('reuse that meets the rightful refresh leaves no live token behind', async () => {
  for (let round = 0; round < 10; round += 1) {
    const ann = await member.signUp();
    const second = await member.refresh(ann.refreshToken);
    const third = await member.refresh(refreshTokenOf(second));
    const [, rightful] = await Promise.all([
      member.refresh(ann.refreshToken),
      member.refresh(refreshTokenOf(third)),
    ]);
    // Whichever came first, nothing that was given out is good.
    const last = rightful.status === 200 ? rightful : third;
    expect(outcomeOf(await member.refresh(refreshTokenOf(last)))).toEqual(refused('TOKEN_REVOKED'));
    expect(await statusOfMe(tokenOf(last))).toBe(401);
  }
});

test('other sessions of the member go on when one ends', async () => {
  const ann = await member.signUp();
  const input = { email: ann.email, password: 'a long enough secret' };
  const phone = await member.send({ procedure: 'auth.logIn', input });
  const second = await member.refresh(ann.refreshToken);
  await member.refresh(refreshTokenOf(second));
  expect(outcomeOf(await member.refresh(ann.refreshToken))).toEqual(refused('TOKEN_REVOKED'));
  expect((await member.refresh(refreshTokenOf(phone))).status).toBe(200);
  expect(await statusOfMe(tokenOf(phone))).toBe(200);
});

async function statusOfMe(accessToken: string): Promise<number> {
  return (await askMe(member, accessToken)).status;
}
