import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { createPostgresLease } from '@dailyfeed/service-kit/lease';
import { expect, test } from 'vitest';

import { away, startTestImage, upload } from './_harness.ts';
import { paintJpeg } from './_pictures.ts';

const command = fileURLToPath(new URL('../src/commands/sweep-images.ts', import.meta.url));

test('the command leaves it to who sweeps already; where nobody says who has an image it fails and takes none; else it says what it took', async () => {
  await using image = await startTestImage();
  await upload(image.newMember(), await paintJpeg());
  await image.db.query(`UPDATE images SET touched_at = now() - interval '3 days'`);
  const before = await image.left();
  const run = async (): Promise<{ exit: unknown[]; output: string }> => {
    const keys = `test:${randomBytes(32).toString('base64url')}`;
    const child = spawn(process.execPath, [command], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        IMAGE_DATABASE_URL: image.databaseUrl,
        IMAGE_STORE_URL: image.storeUrl,
        MEMBER_URL: `http://${away}`,
        CONTENT_URL: `http://${away}`,
        PASSPORT_KEYS_MEMBER: keys,
        PASSPORT_KEYS_CONTENT: keys,
      },
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    return { exit: await once(child, 'close'), output };
  };
  const lease = createPostgresLease(image.databaseUrl);
  const meanwhile = await lease('sweep-images', run);
  expect(meanwhile).toMatchObject({
    value: { exit: [0, null], output: expect.stringContaining('job runs elsewhere') },
  });
  expect(await run()).toMatchObject({
    exit: [1, null],
    output: expect.stringContaining('job failed'),
  });
  expect(await image.left()).toEqual(before);

  // Of what never came to its end nobody is asked.
  await image.db.query(`UPDATE images SET state = 'storing'`);
  expect(await run()).toMatchObject({
    exit: [0, null],
    output: expect.stringContaining('"removed":1'),
  });
  expect(await image.left()).toEqual({ rows: 0, objects: 0, uploads: 0 });
});
