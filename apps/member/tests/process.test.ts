import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { findFreePorts } from '@dailyfeed/dev-infra/port';
import { createTestDatabase } from '@dailyfeed/dev-infra/test-database';
import { expect, inject, test, vi } from 'vitest';

import { anyone, away, createSecrets, mailDir, origin, peersAway } from './_harness.ts';
import { send } from './_http.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

test(
  'the process starts by itself, serves, and ends in order when told to',
  { timeout: 90_000 },
  async () => {
    await using database = await createTestDatabase('member');
    const [port = 0] = await findFreePorts([undefined]);
    const child = spawn(process.execPath, [main], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        PORT: String(port),
        MEMBER_DATABASE_URL: database.url,
        REDIS_URL: inject('stores').redisUrl,
        KAFKA_BROKERS: away,
        PUBLIC_ORIGINS: origin,
        MAIL_DIR: mailDir,
        ...peersAway,
        ...createSecrets(),
      },
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const url = `http://127.0.0.1:${port}`;
    await vi.waitFor(async () => expect((await send(url, { path: '/readyz' })).status).toBe(200), {
      timeout: 60_000,
    });
    const answer = await send(url, { procedure: 'auth.signUp', input: anyone() });
    expect(answer.status).toBe(200);

    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(output).toContain('"msg":"stopped"');
  },
);

test('what is wrong with the environment is said all at once, without its values', async () => {
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { KEY_ENCRYPTION_KEY: 'tooshortasecret', PUBLIC_ORIGINS: 'https://a.example/path' },
  });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  expect(await once(child, 'close')).toEqual([1, null]);
  for (const name of [
    'MEMBER_DATABASE_URL',
    'PASSPORT_KEYS',
    'KEY_ENCRYPTION_KEY',
    'REFRESH_TOKEN_SECRET',
    'PUBLIC_ORIGINS',
  ]) {
    expect(output).toContain(name);
  }
  expect(output).not.toContain('tooshortasecret');
});
