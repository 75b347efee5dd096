import { expect, test } from 'vitest';

import { createFastify } from './fastify.ts';
import { createLog } from './log.ts';
import { currentTraceparent, inTrace } from './trace.ts';

const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

test('what is done for a request knows its trace context, also later and beside other requests; a broken one is none', async () => {
  const server = createFastify({ log: createLog('test', { level: 'silent' }) });
  server.get('/', async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return { traceparent: currentTraceparent() ?? null };
  });
  const ask = async (headers: Record<string, string>): Promise<unknown> => {
    const { traceparent: seen } = (await server.inject({ url: '/', headers })).json();
    return seen;
  };
  const other = traceparent.replace('4bf9', 'aaaa');
  const sent = [traceparent, other, 'nonsense', undefined];
  const seen = await Promise.all(sent.map((value) => ask(value ? { traceparent: value } : {})));
  expect(seen).toEqual([traceparent, other, null, null]);
  expect(currentTraceparent()).toBeUndefined();
  await server.close();
});

test('what is done for an event knows the trace context that its message came with', async () => {
  const seen = async (): Promise<string | undefined> => {
    await new Promise((resolve) => setImmediate(resolve));
    return currentTraceparent();
  };
  const sent = [traceparent, 'nonsense', undefined];
  expect(await Promise.all(sent.map((trace) => inTrace(trace, seen)))).toEqual([
    traceparent,
    undefined,
    undefined,
  ]);
});
