import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { expect, test } from 'vitest';

import { newPost, startTestContent } from './_harness.ts';

const command = fileURLToPath(new URL('../src/commands/resend-outbox.ts', import.meta.url));

test('the events of a span are sent again by command, and a span that is none is refused', async () => {
  await using content = await startTestContent();
  await newPost(content);
  await content.db.outbox.updateMany({ data: { sentAt: new Date('2026-11-21T10:00:00Z') } });
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [command, ...args], {
      env: { CONTENT_DATABASE_URL: content.database.url },
    });
  const unsent = () => content.db.outbox.count({ where: { sentAt: null } });

  await expect(run('--from', '2026-11-21T09:00:00Z')).rejects.toMatchObject({ code: 1 });
  expect(await unsent()).toBe(0);
  const span = ['--from', '2026-11-21T10:00:00Z', '--to', '2026-11-21T10:05:00Z'];
  const { stdout } = await run(...span);
  expect(stdout).toContain('1 events are sent again');
  expect(await unsent()).toBe(1);
});
