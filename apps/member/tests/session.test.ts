import { join } from 'node:path';

import type { Language } from '@dailyfeed/contract/member';
import type { Session } from '@dailyfeed/contract/session';
import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, expect, test } from 'vitest';

import {
  createClock,
  dayMs,
  minuteMs,
  password,
  type Person,
  refreshTokenOf,
  startTestMember,
  type TestMember,
  toPerson,
} from './_harness.ts';
import { type Answer, authHeaderOf } from './_http.ts';

const safari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';

const places = join(import.meta.dirname, 'places/places.mmdb');

const clock = createClock();
let member: TestMember;
beforeAll(async () => {
  member = await startTestMember({}, { now: clock.now });
});
afterAll(() => member[Symbol.asyncDispose]());

test('a member sees their living sessions, this one first, each with device, address and times', async () => {
  const ann = await member.signUp();
  const startedAt = clock.now();
  clock.advance(minuteMs);
  const phone = await logIn(ann, { 'user-agent': safari });
  const left = await logIn(ann);
  await member.as(left).auth.logOut.mutate();

  const sessions = await list(ann);
  expect(sessions.map(({ id, current }) => ({ id, current }))).toEqual([
    { id: ann.sessionId, current: true },
    { id: phone.sessionId, current: false },
  ]);
  expect(sessions[1]).toMatchObject({
    userAgent: safari,
    device: { kind: 'phone', os: 'iOS', browser: 'Safari' },
    address: '127.0.0.1',
    place: null,
  });
  const { createdAt, lastSeenAt, expiresAt } = sessions[0] ?? {};
  expect(Math.abs(Date.parse(createdAt ?? '') - startedAt.getTime())).toBeLessThan(minuteMs);
  expect(lastSeenAt).toBe(createdAt);
  expect(Date.parse(expiresAt ?? '') - Date.parse(createdAt ?? '')).toBe(30 * dayMs);
  expect((await list(phone)).map(({ id }) => id)).toEqual([phone.sessionId, ann.sessionId]);
});

test('with a database of places, a session is somewhere, in the words of who reads; a private address is nowhere', async () => {
  await using knowing = await startTestMember({ GEOIP_DB: places });
  const ann = await knowing.signUp();
  const seen: Record<string, Session['place'][]> = {};
  for (const address of [
    '203.0.113.7',
    '::ffff:203.0.113.200',
    '2001:db8::7',
    '198.51.100.7',
    '192.0.2.7',
    '8.8.8.8',
    '10.0.0.7',
    '127.0.0.1',
    '::ffff:10.0.0.7',
    'fd00::7',
    '',
  ]) {
    const where = { id: ann.sessionId };
    await knowing.deps.db.refreshToken.update({ where, data: { address } });
    const read = (language: Language) => knowing.as(ann, { language }).session.list.query();
    const lists = await Promise.all([read('en'), read('ko')]);
    seen[address] = lists.map(([session]) => session?.place ?? null);
  }
  const nowhere = [null, null];
  expect(seen).toEqual({
    '203.0.113.7': [
      { city: 'Seoul', country: 'South Korea' },
      { city: '서울', country: '대한민국' },
    ],
    '::ffff:203.0.113.200': [
      { city: 'Lyon', country: 'France' },
      { city: 'Lyon', country: '프랑스' },
    ],
    '2001:db8::7': [
      { city: 'Lyon', country: 'France' },
      { city: 'Lyon', country: '프랑스' },
    ],
    '198.51.100.7': [
      { city: null, country: 'Japan' },
      { city: null, country: '일본' },
    ],
    '192.0.2.7': nowhere,
    '8.8.8.8': nowhere,
    '10.0.0.7': nowhere,
    '127.0.0.1': nowhere,
    '::ffff:10.0.0.7': nowhere,
    'fd00::7': nowhere,
    '': nowhere,
  });
});

test('a database of places that is not there, or is none, stops the start and is named', async () => {
  for (const path of ['/no/such/file.mmdb', import.meta.filename]) {
    const start = startTestMember({ GEOIP_DB: path, MEMBER_DATABASE_URL: member.databaseUrl });
    await expect(start).rejects.toThrow(`GEOIP_DB: ${path} cannot be read`);
  }
});

test('a refresh shows when and from where a session was last seen', async () => {
  const ann = await member.signUp();
  clock.advance(20 * minuteMs);
  await member.refresh(ann.refreshToken, { 'user-agent': safari });
  const [session] = await list(ann);
  const seenAfterMs = Date.parse(session?.lastSeenAt ?? '') - Date.parse(session?.createdAt ?? '');
  expect(seenAfterMs).toBeGreaterThanOrEqual(20 * minuteMs);
  expect(session).toMatchObject({ device: { browser: 'Safari' } });
});

test('a session that has expired is not listed, and cannot be ended', async () => {
  const ann = await member.signUp();
  clock.advance(20 * dayMs);
  const phone = await logIn(ann);
  clock.advance(11 * dayMs);
  expect((await list(phone)).map(({ id }) => id)).toEqual([phone.sessionId]);
  await expect(member.as(phone).session.revoke.mutate({ id: ann.sessionId })).rejects.toMatchObject(
    {
      data: { httpStatus: 404, appCode: 'SESSION_NOT_FOUND' },
    },
  );
});

test('a session that is ended is refused at once, and only that one', async () => {
  const ann = await member.signUp();
  const phone = await logIn(ann);
  const answer = await revoke(ann, phone.sessionId);
  expect(answer.status).toBe(200);
  expect(answer.cookies.size).toBe(0);

  const refused = await me(phone);
  expect(refused).toMatchObject({ status: 401, appCode: 'TOKEN_REVOKED' });
  expect(authHeaderOf(refused)).toBe('x-relogin-required');
  expect(await member.refresh(phone.refreshToken)).toMatchObject({
    status: 401,
    appCode: 'TOKEN_REVOKED',
  });
  expect((await me(ann)).status).toBe(200);
  expect((await member.refresh(ann.refreshToken)).status).toBe(200);
  const row = await member.deps.db.revocation.findUnique({
    where: { kind_id: { kind: 'session', id: phone.sessionId } },
  });
  expect(row).not.toBeNull();
  expect(await member.deps.redis.exists(`revoked:session:${phone.sessionId}`)).toBe(1);
  expect(await list(ann)).toHaveLength(1);
  expect(await revoke(ann, phone.sessionId)).toMatchObject(notFound);
});

test('ending this session is a log-out', async () => {
  const ann = await member.signUp();
  const answer = await revoke(ann, ann.sessionId);
  expect(answer.status).toBe(200);
  expect(clearedCookies(answer)).toEqual(['__Host-refresh', 'signed-in']);
  expect((await me(ann)).status).toBe(401);
  expect((await member.refresh(ann.refreshToken)).status).toBe(401);
});

test('nobody sees or ends a session of somebody else', async () => {
  const [ann, bob] = [await member.signUp(), await member.signUp()];
  expect((await list(bob)).map(({ id }) => id)).toEqual([bob.sessionId]);
  const foreign = await revoke(bob, ann.sessionId);
  const unknown = await revoke(bob, newId());
  expect(foreign).toMatchObject(notFound);
  // Word for word the same, so that it tells nobody which sessions there are.
  expect(withoutRequestId(foreign)).toBe(withoutRequestId(unknown));
  expect((await me(ann)).status).toBe(200);
  expect((await member.refresh(ann.refreshToken)).status).toBe(200);
});

test('sessions are for members only, and are named by an id', async () => {
  for (const procedure of ['session.list', 'session.revoke', 'auth.logOutEverywhere']) {
    const answer = await member.send({ procedure, input: { id: newId() } });
    expect.soft(answer, procedure).toMatchObject({ status: 401, appCode: 'UNAUTHENTICATED' });
  }
  const ann = await member.signUp();
  for (const input of [undefined, {}, { id: 'x' }, { id: ann.sessionId, memberId: ann.id }]) {
    const answer = await send(ann, { procedure: 'session.revoke', input });
    expect.soft(answer).toMatchObject({ status: 400, appCode: 'INPUT_INVALID' });
  }
});

test('logging out everywhere ends every session of the member, and nobody else’s', async () => {
  const [ann, bob] = [await member.signUp(), await member.signUp()];
  const others = [await logIn(ann), await logIn(ann)];
  const answer = await send(ann, { procedure: 'auth.logOutEverywhere' });
  expect(answer.status).toBe(200);
  expect(clearedCookies(answer)).toEqual(['__Host-refresh', 'signed-in']);
  for (const session of [ann, ...others]) {
    expect(await me(session)).toMatchObject({ status: 401, appCode: 'TOKEN_REVOKED' });
    expect((await member.refresh(session.refreshToken)).status).toBe(401);
  }
  expect((await me(bob)).status).toBe(200);
  // Within the same second as the log-out: what begins afterwards is not meant by it.
  expect((await me(await logIn(ann))).status).toBe(200);
});

test('a log-in, a refresh and a log-out everywhere at once leave either nothing or a whole session', async () => {
  for (let round = 0; round < 8; round += 1) {
    const ann = await member.signUp();
    const [fresh, refreshed] = await Promise.all([
      logIn(ann),
      member.refresh(ann.refreshToken),
      send(ann, { procedure: 'auth.logOutEverywhere' }),
      send(ann, { procedure: 'auth.logOutEverywhere' }),
    ]);
    const last = refreshed.status === 200 ? refreshTokenOf(refreshed) : ann.refreshToken;
    expect((await member.refresh(last)).status).toBe(401);
    // The log-in came before or after; both of its tokens say the same.
    const [bearer, cookie] = [await me(fresh), await member.refresh(fresh.refreshToken)];
    expect(cookie.status).toBe(bearer.status);
  }
});

test('two who end one session at once end it once', async () => {
  const ann = await member.signUp();
  const phone = await logIn(ann);
  const answers = await Promise.all([
    revoke(ann, phone.sessionId),
    revoke(ann, phone.sessionId),
    revoke(ann, phone.sessionId),
  ]);
  expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '404', '404']);
});

const notFound = { status: 404, appCode: 'SESSION_NOT_FOUND' };

async function logIn(person: Person, headers: Record<string, string> = {}): Promise<Person> {
  const input = { email: person.email, password };
  return toPerson(await member.send({ procedure: 'auth.logIn', input, headers }));
}

function list(person: Person): Promise<Session[]> {
  return member.as(person).session.list.query();
}

function send(person: Person, request: { procedure: string; input?: unknown }): Promise<Answer> {
  const headers = { authorization: `Bearer ${person.accessToken}` };
  return member.send({ ...request, headers });
}

function revoke(person: Person, id: string): Promise<Answer> {
  return send(person, { procedure: 'session.revoke', input: { id } });
}

function me(person: Person): Promise<Answer> {
  const headers = { authorization: `Bearer ${person.accessToken}` };
  return member.send({ path: '/trpc/profile.me', headers });
}

function clearedCookies(answer: Answer): string[] {
  return [...answer.cookies].filter(([, { value }]) => value === '').map(([name]) => name);
}

function withoutRequestId(answer: Answer): string {
  return answer.text.replace(/"requestId":"[^"]*"/, '');
}
