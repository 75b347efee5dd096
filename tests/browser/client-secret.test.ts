import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

const served = join(import.meta.dirname, '../../apps/web/.next/static');

/** How settings are called that hold a secret, or an address with a password in it. */
const secretNames =
  /PASSPORT_KEYS|KEY_ENCRYPTION_KEY|REFRESH_TOKEN_SECRET|CLIENT_SECRET|DATABASE_URL|REDIS_(?:CACHE_)?URL|MONGODB_URL|SMTP_URL|KAFKA_BROKERS|CONTENT_READ_URL|postgres(?:ql)?:\/\/|mongodb:\/\/|rediss?:\/\//;

test('what browsers load names no secret setting and no store', async () => {
  const entries = await readdir(served, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && /\.(?:js|css|json)$/.test(entry.name));
  expect(files.length).toBeGreaterThan(10);
  const found: string[] = [];
  for (const { parentPath, name } of files) {
    const match = secretNames.exec(await readFile(join(parentPath, name), 'utf8'));
    if (match) found.push(`${name}: ${match[0]}`);
  }
  expect(found).toEqual([]);
});
