import { randomUUID } from 'node:crypto';

import { DomainEvent } from '@dailyfeed/contract/events';
import { expect, test } from 'vitest';

import { insertEvent } from '../src/outbox.ts';
import { createOutbox, edited } from './_harness.ts';

test('the database fixes the time of the message key, to the microsecond, and the version of the subject', async () => {
  await using outbox = await createOutbox();
  const tx = {
    $executeRawUnsafe: async (query: string, ...values: unknown[]) => {
      await outbox.query(query, values);
      return 1;
    },
  };
  const postId = randomUUID();
  const startedAt = Date.now();
  for (let version = 1; version <= 20; version += 1) {
    // The clock of a process that is a day behind.
    await insertEvent(tx, edited(postId, version), {
      now: new Date(startedAt - 86_400_000),
    });
  }

  const rows = await outbox.list();
  const events = rows.map(({ event }) => DomainEvent.parse(event));
  expect(rows.map((row) => row.messageKey)).toEqual(events.map((event) => event.messageKey));
  expect(rows.map((row) => row.seq)).toEqual(events.map(({ subject }) => subject.version));
  const versions = events.map(({ subject }) => subject.version);
  expect(new Set(versions).size).toBe(20);
  expect(versions).toEqual(versions.toSorted((a, b) => a - b));

  const times = events.map((event) => event.messageKey.split('###').at(-1) ?? '');
  for (const time of times) expect(time).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}000$/);
  expect(times.some((time) => !time.endsWith('000000'))).toBe(true);
  expect(Date.parse(`${times[0]?.slice(0, 23)}Z`)).toBeGreaterThan(startedAt - 60_000);
  expect(times).toEqual(times.toSorted());
});
