import { expect, test, vi } from 'vitest';

import { createPublisher, type Publisher } from '../src/publisher.ts';
import { relayShard } from '../src/shard-relay.ts';
import { createBus, createOutbox, createRows, log, openPool } from './_harness.ts';

test('a database that goes away while the broker is waited for fails the pass, not the process', async () => {
  await using outbox = await createOutbox();
  const [row] = createRows(1);
  if (!row) throw new Error('no row');
  await outbox.insert([row]);
  const pool = openPool(outbox);
  pool.on('error', () => undefined);
  await using broker = createPublisher({ bus: createBus(), log, now: () => new Date() });
  // A topic that was made this moment may have no leader yet.
  const message = { key: row.key, value: JSON.stringify(row.event) };
  await vi.waitFor(() => broker.publish([message]), { timeout: 40_000, interval: 50 });
  const publisher: Publisher = {
    ...broker,
    publish: async (messages) => {
      await broker.publish(messages);
      // What the server does to its connections when it is stopped, between two queries of the pass.
      await outbox.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND state = 'idle in transaction'`,
        [],
      );
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
  const options = { pool, publisher, log, refusedRetryMs: 5 };

  await expect(relayShard(row.shard, new Map(), options)).rejects.toThrow(
    /terminat|closed|not queryable/i,
  );

  expect(await outbox.unsentCount()).toBe(1);
  expect(await relayShard(row.shard, new Map(), { ...options, publisher: broker })).toBe(
    'sent-all',
  );
  expect(await outbox.unsentCount()).toBe(0);
  await pool.end();
});
