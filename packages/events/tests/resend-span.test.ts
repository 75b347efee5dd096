import { expect, test, vi } from 'vitest';

import { runResendOutbox } from '../src/outbox-command.ts';
import { resendSpan } from '../src/outbox-span.ts';
import { startRelay } from '../src/relay.ts';
import {
  createBus,
  createOutbox,
  createRows,
  listen,
  log,
  openPool,
  type Outbox,
} from './_harness.ts';

vi.setConfig({ testTimeout: 240_000 });
const soon = { timeout: 40_000, interval: 50 };
const span = ['--from', '2026-11-21T10:00:00Z', '--to', '2026-11-21T10:05:00Z'];

/** Sent at the ends of the span and beside them, each after some refusals. */
const sentTimes = ['09:59:59.999', '10:00:00.000', '10:04:59.999', '10:05:00.000'];

async function fill(outbox: Outbox): Promise<string[]> {
  const rows = createRows(sentTimes.length + 1);
  await outbox.insert(rows);
  const ids = rows.map(({ id }) => id);
  for (const [index, time] of sentTimes.entries()) {
    const values = [ids[index], `2026-11-21T${time}Z`];
    await outbox.query('UPDATE outbox SET sent_at = $2, attempts = 3 WHERE id = $1', values);
  }
  // Nobody has sent the last one, and it is not to be tried any more.
  await outbox.query('UPDATE outbox SET dead_at = now(), parked_at = now() WHERE id = $1', [
    ids.at(-1),
  ]);
  return ids;
}

async function resend(
  outbox: Outbox,
  args: string[],
  limits: { countMax?: number } = {},
): Promise<{ code: number; said: string[] }> {
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  return { code: await runResendOutbox({ databaseUrl: outbox.url, args, say, ...limits }), said };
}

test('what was sent within a span is sent again, as often as it may fail, and nothing else', async () => {
  await using outbox = await createOutbox();
  const bus = createBus();
  const ids = await fill(outbox);
  expect(await resend(outbox, span)).toEqual({ code: 0, said: ['2 events are sent again'] });
  const rows = await Promise.all(ids.map((id) => outbox.find(id)));
  expect(rows.map((row) => [row?.sentAt === null, row?.attempts])).toEqual([
    [false, 3],
    [true, 0],
    [true, 0],
    [false, 3],
    [true, 0],
  ]);

  await using listener = listen({ bus });
  await using _relay = startRelay({ databaseUrl: outbox.url, bus, log });
  await vi.waitFor(() => expect(listener.ids()).toEqual(new Set(ids.slice(1, 3))), soon);
  // The parked one stays.
  await vi.waitFor(async () => expect(await outbox.unsentCount()).toBe(1), soon);
});

test('a long span is sent again by who says so, a batch at a time in the order it was written, each when the one before is sent', async () => {
  await using outbox = await createOutbox();
  await using stack = new AsyncDisposableStack();
  const pool = stack.adopt(openPool(outbox), (each) => each.end());
  await fill(outbox);
  expect(await resend(outbox, span, { countMax: 1 })).toEqual({
    code: 1,
    said: [expect.stringContaining('2 events')],
  });
  const rows = createRows(5);
  await outbox.insert(rows);
  const ids = rows.map(({ id }) => id);
  // Not in the order they are to go in.
  for (const [index, id] of ids.entries()) {
    const values = [id, new Date(Date.parse('2026-11-22T10:00:00Z') - index)];
    await outbox.query('UPDATE outbox SET sent_at = $2 WHERE id = $1', values);
  }
  const day = { from: new Date('2026-11-22T00:00:00Z'), to: new Date('2026-11-23T00:00:00Z') };
  const unsent = async (): Promise<string[]> => {
    const found = await Promise.all(ids.map((id) => outbox.find(id)));
    return ids.filter((_id, index) => found[index]?.sentAt === null);
  };
  const resending = resendSpan(pool, day, 2);
  for (const batch of [ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]) {
    await vi.waitFor(async () => expect(await unsent()).toEqual(batch), soon);
    await outbox.query('UPDATE outbox SET sent_at = now() WHERE id = ANY ($1::uuid[])', [batch]);
  }
  expect(await resending).toBe(5);
});

test('a span that is none is refused, and nothing is sent again', async () => {
  await using outbox = await createOutbox();
  await fill(outbox);
  const [from, early, to, late] = span;
  for (const args of [
    [],
    [from, early],
    [from, late, to, early],
    [from, early, to, early],
    [from, 'noon', to, late],
  ]) {
    const given = args.flatMap((each) => each ?? []);
    expect(await resend(outbox, given)).toEqual({
      code: 1,
      said: [expect.stringContaining('Usage')],
    });
  }
  expect(await outbox.unsentCount()).toBe(1);
});
