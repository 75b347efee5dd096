import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { createTestDatabase } from '@dailyfeed/dev-infra/test-database';
import { expect, inject, test } from 'vitest';

import { away } from './_harness.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

test('the process starts alone, serves, and ends in order when told to', async () => {
  await using database = await createTestDatabase('content');
  const secret = randomBytes(32).toString('base64url');
  const service = spawnMain({
    PORT: '0',
    CONTENT_DATABASE_URL: database.url,
    REDIS_URL: inject('stores').redisUrl,
    KAFKA_BROKERS: away,
    MEMBER_URL: `http://${away}`,
    PASSPORT_KEYS: `a:${secret}`,
    PASSPORT_KEYS_MEMBER: `a:${secret}`,
    IMAGE_URL: `http://${away}`,
    PASSPORT_KEYS_IMAGE: `a:${secret}`,
  });
  await service.says('listening');
  service.child.kill('SIGTERM');
  expect(await service.exitCode).toBe(0);

  const log = service.lines.join('\n');
  expect(log).toContain('stopped');
  for (const hidden of [secret, new URL(database.url).password]) expect(log).not.toContain(hidden);
});

test('without its settings the process names every one that is missing, and ends', async () => {
  const service = spawnMain({ PORT: 'many' });
  expect(await service.exitCode).toBe(1);
  const said = service.lines.join('\n');
  for (const name of ['PORT', 'CONTENT_DATABASE_URL', 'REDIS_URL', 'PASSPORT_KEYS', 'MEMBER_URL']) {
    expect(said).toContain(name);
  }
});

/** Runs main.ts as `npm start` does: with Node itself, nothing built. */
function spawnMain(env: Record<string, string>) {
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const heard = Promise.withResolvers<void>();
  let awaited: string | undefined;
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (awaited !== undefined && line.includes(awaited)) heard.resolve();
    });
  }
  const exitCode = once(child, 'close').then(([code]): unknown => code);
  void exitCode.then(() => heard.reject(new Error(lines.join('\n'))));
  heard.promise.catch(() => undefined); // of interest only to who waits
  return {
    child,
    lines,
    exitCode,
    /** Waits for a line that holds `text`. */
    says: (text: string) => {
      awaited = text;
      return heard.promise;
    },
  };
}
