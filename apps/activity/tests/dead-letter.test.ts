import { randomUUID } from 'node:crypto';

import { startProxy } from '@dailyfeed/dev-infra/proxy';
import type { DeadLetter } from '@dailyfeed/events/dead-letter';
import { createDeadLetters } from '@dailyfeed/events/dead-letters';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  away,
  log,
  refusal,
  startTestActivity,
  stores,
  testMongoUrl,
  type TestActivity,
} from './_harness.ts';

const mongoUrl = testMongoUrl();
const deadLetters = createDeadLetters({ mongoUrl, log });
let activity: TestActivity;
beforeAll(async () => {
  activity = await startTestActivity({
    MONGODB_URL: mongoUrl,
    KAFKA_BROKERS: stores().kafkaBrokers,
  });
});
afterAll(async () => {
  await activity[Symbol.asyncDispose]();
  await deadLetters[Symbol.asyncDispose]();
});

/** A letter that is not due for an hour; the job leaves it alone. */
async function addLetter(changes: Partial<DeadLetter> = {}): Promise<DeadLetter> {
  const at = new Date();
  const letter: DeadLetter = {
    id: `g:topic:0:${randomUUID()}`,
    kind: 'listener',
    group: 'g',
    topic: 'topic',
    partition: 0,
    offset: '7',
    key: Buffer.from('key').toString('base64'),
    headers: { 'event-type': [Buffer.from('post.liked').toString('base64')] },
    value: Buffer.from('{"text":"안녕"}').toString('base64'),
    eventId: null,
    eventType: 'post.liked',
    errorClass: 'RangeError',
    errorMessage: 'cannot',
    attempts: 4,
    firstFailedAt: at,
    lastFailedAt: at,
    status: 'waiting',
    resends: 0,
    nextResendAt: new Date(at.getTime() + 3_600_000),
    resolvedAt: null,
    ...changes,
  };
  await deadLetters.add(letter);
  return letter;
}

test('nobody but an admin sees or decides anything', async () => {
  const { id } = await addLetter();
  for (const api of [activity.newMember().api, activity.nobody]) {
    for (const attempt of [
      api.deadLetter.list.query({}),
      api.deadLetter.counts.query(),
      api.deadLetter.get.query({ id }),
      api.deadLetter.resend.mutate({ id }),
      api.deadLetter.park.mutate({ id }),
    ]) {
      expect([401, 403]).toContain((await refusal(attempt)).status);
    }
  }
  expect(await deadLetters.find(id)).toMatchObject({ status: 'waiting' });
});

describe('an admin', () => {
  test('pages through letters by kind, group, status and type, latest first, without what they say', async () => {
    const { api } = activity.newAdmin();
    const group = randomUUID();
    const letters: DeadLetter[] = [];
    for (let index = 0; index < 5; index += 1) {
      letters.push(await addLetter({ group, firstFailedAt: new Date(1_700_000_000_000 + index) }));
    }
    await addLetter({ group, status: 'parked' });
    await addLetter({ group, eventType: 'post.created' });
    const filter = { group, status: 'waiting', eventType: 'post.liked', limit: 2 } as const;
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await api.deadLetter.list.query({ ...filter, cursor });
      expect(JSON.stringify(page)).not.toContain('안녕');
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(letters.map(({ id }) => id).toReversed());
    const first = await api.deadLetter.list.query(filter);
    const elsewhere = api.deadLetter.list.query({ group, cursor: first.nextCursor });
    expect(await refusal(elsewhere)).toMatchObject({ code: 'CURSOR_INVALID' });
    const { items } = await api.deadLetter.counts.query();
    expect(items).toContainEqual(
      expect.objectContaining({ kind: 'listener', group, status: 'waiting', count: 6 }),
    );
  });

  test('reads a letter as text, or in base64 where it is none', async () => {
    const { api } = activity.newAdmin();
    const text = await addLetter();
    const bytes = await addLetter({ value: Buffer.from([0xff, 0x00]).toString('base64') });
    expect(await api.deadLetter.get.query({ id: text.id })).toMatchObject({
      value: '{"text":"안녕"}',
      isText: true,
      key: 'key',
      headers: { 'event-type': ['post.liked'] },
      offset: '7',
    });
    expect(await api.deadLetter.get.query({ id: bytes.id })).toMatchObject({
      value: '/wA=',
      isText: false,
    });
  });

  test('parks a letter once, and sends it again after all', async () => {
    const { api } = activity.newAdmin();
    const { id } = await addLetter();
    expect(await api.deadLetter.park.mutate({ id })).toMatchObject({ status: 'parked' });
    expect(await api.deadLetter.park.mutate({ id })).toMatchObject({ status: 'parked' });
    expect(await api.deadLetter.resend.mutate({ id })).toMatchObject({ status: 'resent' });
    expect(await refusal(api.deadLetter.resend.mutate({ id }))).toMatchObject({
      code: 'DEAD_LETTER_DECIDED',
      status: 409,
    });
    expect(await refusal(api.deadLetter.park.mutate({ id }))).toMatchObject({
      code: 'DEAD_LETTER_DECIDED',
    });
  });

  test('who clicks twice at once sends a letter once', async () => {
    const { api } = activity.newAdmin();
    const { id } = await addLetter();
    const clicks = Array.from({ length: 5 }, () => api.deadLetter.resend.mutate({ id }));
    const outcomes = await Promise.allSettled(clicks);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await deadLetters.find(id)).toMatchObject({ status: 'resent' });
  });

  test('is told of a letter that is not there, of an id that is none, and of a letter someone else is at', async () => {
    const { api } = activity.newAdmin();
    expect(await refusal(api.deadLetter.get.query({ id: 'g:none' }))).toMatchObject({
      code: 'DEAD_LETTER_NOT_FOUND',
      status: 404,
    });
    expect(await refusal(api.deadLetter.park.mutate({ id: '' }))).toMatchObject({
      code: 'INPUT_INVALID',
    });
    const { id } = await addLetter();
    await deadLetters.claims.hold(id, async () => {
      expect(await refusal(api.deadLetter.park.mutate({ id }))).toMatchObject({
        code: 'DEAD_LETTER_BUSY',
        status: 409,
      });
    });
  });

  test('is told when Kafka or MongoDB is away, and nothing is decided', async () => {
    await using proxy = await startProxy(mongoUrl);
    await using cut = await startTestActivity({ MONGODB_URL: proxy.url, KAFKA_BROKERS: away });
    const { api } = cut.newAdmin();
    const { id } = await addLetter();
    expect(await refusal(api.deadLetter.resend.mutate({ id }))).toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
    });
    proxy.set('refuse');
    expect(await refusal(api.deadLetter.list.query({}))).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      status: 503,
    });
    expect(await deadLetters.find(id)).toMatchObject({ status: 'waiting', resends: 0 });
  });
});
