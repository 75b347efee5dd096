import { anonymous } from '@dailyfeed/auth/identity';
import { AppError } from '@dailyfeed/contract/errors';
import { newId } from '@dailyfeed/service-kit/id';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';

import { openExport } from '../src/domain/export.ts';
import { createSources } from './_export.ts';
import {
  away,
  createClock,
  dayMs,
  type Person,
  secondMs,
  startTestMember,
  type TestMember,
} from './_harness.ts';
import { authHeaderOf } from './_http.ts';

const path = '/api/account/export';
const clock = createClock();
const { state, sources } = createSources({ pages: 5, pageSize: 4 });
let member: TestMember;
beforeAll(async () => {
  member = await startTestMember({}, { now: clock.now, exportSources: sources });
});
afterEach(() => {
  state.beforePage = async () => undefined;
  state.beforeCounts = async () => undefined;
  state.asked = 0;
});
afterAll(() => member[Symbol.asyncDispose]());

const headersOf = (person: Person) =>
  member.passportOf({
    ...anonymous('test'),
    member: { memberId: person.id, sessionId: person.sessionId, roles: ['MEMBER'], amr: ['pwd'] },
  });
const download = (person: Person, signal?: AbortSignal) =>
  fetch(member.url + path, { headers: headersOf(person), ...(signal && { signal }) });
const contentOf = async (person: Person) => {
  const answer = await download(person);
  expect(answer.status).toBe(200);
  const files = unzipSync(new Uint8Array(await answer.arrayBuffer()));
  return Object.fromEntries(Object.entries(files).map(([name, file]) => [name, strFromU8(file)]));
};
const refusalOf = (person: Person) =>
  member.send({ path, headers: headersOf(person) }).then((answer) => {
    const { error } = answer.data as { error: { data: { appCode: string } } }; // an error's body
    return { status: answer.status, code: error.data.appCode, answer };
  });
const exportsOf = (person: Person) =>
  member.deps.db.accountExport.findMany({ where: { memberId: person.id } });
/** Nothing runs any more, and what there is says how it ended. */
const untilOver = (person: Person) =>
  vi.waitFor(async () => {
    const rows = await exportsOf(person);
    expect(rows.filter((row) => row.finishedAt === null)).toEqual([]);
    return rows;
  }, 20_000);

test('an export holds everything of the member and nothing that proves who they are', async () => {
  const [ann, bob, cat] = await member.signUpMany(3);
  if (!ann || !bob || !cat) throw new Error('three were asked for');
  const api = member.as(ann);
  await api.profile.update.mutate({ bio: 'hello', birthDate: '1990-02-28', language: 'ko' });
  await api.follow.follow.mutate({ memberId: bob.id });
  await member.as(cat).follow.follow.mutate({ memberId: ann.id });
  await member.as(bob).profile.setVisibility.mutate({ visibility: 'FOLLOWERS' });
  await api.profile.setVisibility.mutate({ visibility: 'FOLLOWERS' });
  await member.as(bob).follow.follow.mutate({ memberId: ann.id });
  await api.mute.mute.mutate({ memberId: bob.id, until: null });
  await api.recommendation.dismiss.mutate({ memberId: cat.id });
  const dan = await member.signUp();
  await api.block.block.mutate({ memberId: dan.id });
  const eve = await member.signUp();
  await member.as(eve).profile.setVisibility.mutate({ visibility: 'FOLLOWERS' });
  await api.follow.follow.mutate({ memberId: eve.id });
  await api.profile.changeHandle.mutate({ handle: `${ann.handle}_2` });
  const account = { provider: 'google', issuer: 'https://issuer.test', subject: 'ann-there' };
  await member.deps.db.linkedIdentity.create({
    data: { id: newId(), memberId: ann.id, ...account, linkedAt: clock.now() },
  });
  state.askers.clear();

  const files = await contentOf(ann);
  const json = Object.fromEntries(
    Object.entries(files)
      .filter(([name]) => name.endsWith('.json'))
      .map(([name, text]) => [name.slice(0, -'.json'.length), JSON.parse(text)]),
  );
  const since = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);
  const named = ({ id, handle }: Person) => ({ memberId: id, handle, displayName: handle });
  expect(json).toMatchObject({
    account: {
      id: ann.id,
      email: ann.email,
      handle: `${ann.handle}_2`,
      bio: 'hello',
      birthDate: '1990-02-28',
      language: 'ko',
      visibility: 'FOLLOWERS',
      passwordChangedAt: since,
      emailChange: null,
    },
    sessions: [{ id: ann.sessionId, issuedAt: since, endedAt: null }],
    'former-handles': [{ handle: ann.handle, heldUntil: since }],
    'linked-accounts': [account],
    followings: [{ ...named(bob), createdAt: since }],
    followers: [{ ...named(cat), createdAt: since }],
    'follow-requests-sent': [{ ...named(eve), createdAt: since }],
    'follow-requests-received': [{ ...named(bob), createdAt: since }],
    blocks: [{ ...named(dan), createdAt: since }],
    mutes: [{ ...named(bob), until: null, createdAt: since }],
    'dismissed-recommendations': [{ ...named(cat), createdAt: since }],
    comments: [],
    likes: [],
    activities: [],
  });
  expect(json['posts']).toHaveLength(20);
  expect([...state.askers]).toEqual([ann.id]);
  expect(files['README.txt']).toContain(`@${ann.handle}_2 님의 모든 것`);
  for (const name of Object.keys(json)) expect(files['README.txt']).toContain(`${name}.json (`);
  const said = Object.values(files).join('\n');
  for (const secret of ['salt', 'argon2', 'accessJti', 'generation', bob.email, cat.email]) {
    expect(said).not.toContain(secret);
  }
});

test('how many items there will be is said before the first byte, and how far it is while it runs', async () => {
  const ann = await member.signUp();
  const gate = Promise.withResolvers<void>();
  state.beforePage = (page) => (page === 1 ? gate.promise : Promise.resolve());
  const answer = await download(ann);
  expect(answer.headers.get('content-disposition')).toMatch(
    new RegExp(`^attachment; filename="dailyfeed-${ann.handle}-\\d{4}-\\d\\d-\\d\\d.zip"$`),
  );
  // The account, its session, and the posts.
  expect(answer.headers.get('x-export-items')).toBe('22');
  await vi.waitFor(
    async () =>
      expect(await member.as(ann).export.progress.query()).toEqual({
        itemCount: 6,
        itemTotal: 22,
      }),
    20_000,
  );
  gate.resolve();
  await answer.arrayBuffer();
  expect(await untilOver(ann)).toMatchObject([{ itemCount: 22, itemTotal: 22 }]);
  expect(await member.as(ann).export.progress.query()).toBeNull();
});

test('ten thousand posts pass through with a few pages in memory, however slowly they are taken', async () => {
  const ann = await member.signUp();
  const big = createSources({ pages: 50, pageSize: 200, textBytes: 2000 });
  const opened = await openExport(
    { ...member.deps, exportSources: big.sources },
    {
      identity: anonymous('test'),
      member: { memberId: ann.id, sessionId: ann.sessionId, roles: ['MEMBER'], amr: ['pwd'] },
      signal: new AbortController().signal,
    },
  );
  let taken = 0;
  let mostHeld = 0;
  for await (const chunk of opened.stream) {
    taken += (chunk as Buffer).length; // a byte stream's chunks
    mostHeld = Math.max(mostHeld, big.state.bytes - taken);
  }
  await opened.done;
  const total = 50 * 200 * 2000;
  expect(big.state.bytes).toBe(total);
  // Five pages, of fifty: one being made, those in the streams' buffers.
  expect(mostHeld).toBeLessThan((5 * total) / 50);
});

test('a member has one export at a time, and five a day; another member has their own', async () => {
  const [ann, bob] = await member.signUpMany(2);
  if (!ann || !bob) throw new Error('two were asked for');
  const gate = Promise.withResolvers<void>();
  state.beforePage = () => gate.promise;
  const both = await Promise.all([download(ann), download(ann)]);
  expect(both.map((each) => each.status).toSorted((a, b) => a - b)).toEqual([200, 429]);
  const refused = await refusalOf(ann);
  expect(refused).toMatchObject({ status: 429, code: 'EXPORT_RUNNING' });
  gate.resolve();
  await Promise.all(both.map((each) => each.arrayBuffer()));
  await untilOver(ann);

  for (let count = 1; count < 5; count += 1) {
    await contentOf(ann);
    await untilOver(ann);
  }
  const limited = await refusalOf(ann);
  expect(limited).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
  const retryAfterSeconds = Number(limited.answer.headers.get('retry-after'));
  expect(retryAfterSeconds).toBeGreaterThan((dayMs - 60 * secondMs) / 1000);
  await contentOf(bob);
  clock.advance(retryAfterSeconds * secondMs);
  await contentOf(ann);
});

test('an export whose process has died is in nobody’s way after half a minute', async () => {
  const ann = await member.signUp();
  const startedAt = clock.now();
  await member.deps.db.accountExport.create({
    data: { id: crypto.randomUUID(), memberId: ann.id, startedAt, seenAt: startedAt },
  });
  expect(await refusalOf(ann)).toMatchObject({ code: 'EXPORT_RUNNING' });
  clock.advance(31 * secondMs);
  expect(Object.keys(await contentOf(ann))).toContain('account.json');
});

test('a service that fails half-way breaks the download off, and the try does not count', async () => {
  const ann = await member.signUp();
  const gate = Promise.withResolvers<void>();
  state.beforePage = async (page) => {
    if (page < 3) return;
    await gate.promise;
    throw new AppError('UPSTREAM_UNAVAILABLE');
  };
  const answer = await download(ann);
  expect(answer.status).toBe(200);
  gate.resolve();
  await expect(answer.arrayBuffer()).rejects.toThrow('terminated');
  await vi.waitFor(async () => expect(await exportsOf(ann)).toEqual([]), { timeout: 30_000 });
});

test('a service that is away from the start is an answer, not a file, and the try does not count', async () => {
  const ann = await member.signUp();
  state.beforeCounts = async () => {
    throw new AppError('UPSTREAM_UNAVAILABLE');
  };
  expect(await refusalOf(ann)).toMatchObject({ status: 503, code: 'UPSTREAM_UNAVAILABLE' });
  expect(await exportsOf(ann)).toEqual([]);
});

test('whoever leaves ends the export at once: no page more is asked for, and the next may begin', async () => {
  const ann = await member.signUp();
  const leaving = new AbortController();
  const reached = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  state.beforePage = async (page) => {
    if (page < 2) return;
    reached.resolve();
    await gate.promise;
  };
  const answer = await download(ann, leaving.signal);
  await reached.promise;
  leaving.abort();
  await expect(answer.arrayBuffer()).rejects.toThrow('aborted');
  expect(await untilOver(ann)).toHaveLength(1);
  const { asked } = state;
  gate.resolve();
  state.beforePage = async () => undefined;
  await contentOf(ann);
  // Those of the second download, from its first to its last.
  expect(state.asked - asked).toBe(5);
});

test('an export ends with the session that asked for it', async () => {
  const ann = await member.signUp();
  const gate = Promise.withResolvers<void>();
  state.beforePage = (page) => (page === 2 ? gate.promise : Promise.resolve());
  const answer = await download(ann);
  await member.as(ann).auth.logOutEverywhere.mutate();
  gate.resolve();
  await expect(answer.arrayBuffer()).rejects.toThrow('terminated');
});

test('without a log-in there is no export, and the way out is said', async () => {
  const answer = await member.send({ path });
  expect(answer.status).toBe(401);
  expect(authHeaderOf(answer)).toBe('x-relogin-required');
  await expect(member.anyone.export.progress.query()).rejects.toThrow('UNAUTHENTICATED');
});

test('a stop does not wait for who takes their time', async () => {
  const slow = createSources({ pages: 50, pageSize: 200, textBytes: 2000 });
  const other = await startTestMember({}, { exportSources: slow.sources });
  const ann = await other.signUp();
  const answer = await fetch(other.url + path, {
    headers: { authorization: `Bearer ${ann.accessToken}` },
  });
  expect(answer.status).toBe(200);
  await other[Symbol.asyncDispose]();
  await expect(answer.arrayBuffer()).rejects.toThrow('terminated');
});

test('with content and activity away the real sources answer 503', async () => {
  await using plain = await startTestMember({ CONTENT_URL: `http://${away}` });
  const ann = await plain.signUp();
  const answer = await plain.send({
    path,
    headers: { authorization: `Bearer ${ann.accessToken}` },
  });
  expect(answer.status).toBe(503);
});
