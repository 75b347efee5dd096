import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { createPostgresLease } from '@dailyfeed/service-kit/lease';
import { expect, test } from 'vitest';

import { startTestSearch } from './_harness.ts';

const command = fileURLToPath(new URL('../src/commands/reindex.ts', import.meta.url));
/** Member and content are not there: whoever begins to build fails. */
const away = 'http://127.0.0.1:1';

test('the command waits for who builds already, until it is told to stop; then it builds, and says by its exit that it could not', async () => {
  await using search = await startTestSearch();
  const { connectionString = '' } = search.deps.db.options;
  const begun = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  const held = createPostgresLease(connectionString)('reindex', async () => {
    begun.resolve();
    await end.promise;
  });
  await begun.promise;

  const stopped = run(connectionString);
  await untilWaiting(stopped);
  stopped.child.kill('SIGTERM');
  expect(await stopped.closed).toEqual([0, null]);
  expect(stopped.output()).toContain('job runs elsewhere');

  const waiting = run(connectionString);
  await untilWaiting(waiting);
  expect(waiting.child.exitCode).toBeNull();
  end.resolve();
  await held;
  expect(await waiting.closed).toEqual([1, null]);
  expect(waiting.output()).toContain('job failed');
});

function run(databaseUrl: string) {
  const keys = `test:${randomBytes(32).toString('base64url')}`;
  const child: ChildProcess = spawn(process.execPath, [command], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      SEARCH_DATABASE_URL: databaseUrl,
      MEMBER_URL: away,
      CONTENT_URL: away,
      PASSPORT_KEYS_MEMBER: keys,
      PASSPORT_KEYS_CONTENT: keys,
    },
  });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { child, closed: once(child, 'close'), output: () => output };
}

async function untilWaiting({ output }: ReturnType<typeof run>): Promise<void> {
  await expect.poll(output, { timeout: 50_000 }).toContain('waits for whoever does it already');
}
