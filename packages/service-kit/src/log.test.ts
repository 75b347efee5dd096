import { Writable } from 'node:stream';

import { expect, test } from 'vitest';

import { createLog } from './log.ts';

function capture(): { destination: Writable; text: () => string } {
  const chunks: string[] = [];
  const destination = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk.toString());
      done();
    },
  });
  return { destination, text: () => chunks.join('') };
}

test('secrets do not reach the log, however deep they sit', () => {
  const output = capture();
  const log = createLog('test', { destination: output.destination });
  log.info(
    {
      password: 'hunter2',
      headers: { authorization: 'Bearer hunter2', cookie: 'refresh=hunter2' },
    },
    'request',
  );
  log.info(
    { req: { body: { email: 'hunter2@example.com', token: 'hunter2' } }, 'x-passport': 'hunter2' },
    'request',
  );
  expect(output.text()).not.toContain('hunter2');
  expect(output.text()).toContain('[redacted]');
});

test('the error of a Redis command does not say what was to be stored', () => {
  const output = capture();
  const command = { name: 'set', args: ['seen', 'hunter2'] };
  const err = Object.assign(new Error('OOM command not allowed'), { command });
  createLog('test', { destination: output.destination }).warn({ err }, 'redis command failed');
  expect(output.text()).not.toContain('hunter2');
  expect(JSON.parse(output.text())).toMatchObject({ err: { command: { name: 'set' } } });
});

test('a line says which service, which level and when', () => {
  const output = capture();
  createLog('content', { destination: output.destination }).warn({ outbox: 3 }, 'outbox grows');
  expect(JSON.parse(output.text())).toMatchObject({
    service: 'content',
    level: 'warn',
    outbox: 3,
    msg: 'outbox grows',
    time: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/),
  });
});
