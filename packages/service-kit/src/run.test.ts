import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { expect, test } from 'vitest';

const program = `
  import { createFastify } from '${new URL('fastify.ts', import.meta.url).href}';
  import { createLog } from '${new URL('log.ts', import.meta.url).href}';
  import { run } from '${new URL('run.ts', import.meta.url).href}';

  const log = createLog('test');
  const server = createFastify({ log });
  await run({ server, close: async () => undefined }, { host: '127.0.0.1', port: 0, log });
  process.once('warning', () => process.kill(process.pid, 'SIGTERM'));
  process.emitWarning('careful', 'TestWarning');
`;

test('a warning of the process is a line of its log, not text between the lines', async () => {
  const args = ['--input-type=module', '--eval', program];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args);
  expect(stderr).toBe('');
  const lines = stdout.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({
      level: 'warn',
      msg: 'process warning',
      err: expect.objectContaining({ message: 'careful' }),
    }),
  );
});
