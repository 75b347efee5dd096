import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { expect, test } from 'vitest';

import { newPost, startTestContent } from './_harness.ts';

const command = fileURLToPath(new URL('../src/commands/resend-outbox.ts', import.meta.url));

test('the events of a span are sent again by command, and a span that is none is refused', async () => {
  await using content = await startTestContent();
  const sentAt = new Date(Date.now() - 3_600_000);
  await newPost(content);
  // Within what the job that forgets old rows keeps.
  const at = (minutes: number): string =>
    new Date(sentAt.getTime() + minutes * 60_000).toISOString();
  await content.db.outbox.updateMany({ data: { sentAt } });
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [command, ...args], {
      env: { CONTENT_DATABASE_URL: content.database.url },
    });
  const unsent = () => content.db.outbox.count({ where: { sentAt: null } });

  await expect(run('--from', at(-60))).rejects.toMatchObject({ code: 1 });
  expect(await unsent()).toBe(0);
  const span = ['--from', at(0), '--to', at(5)];
  const { stdout } = await run(...span);
  expect(stdout).toContain('1 events are sent again');
  expect(await unsent()).toBe(1);
});
