import { createServer } from 'node:net';

import { expect, test } from 'vitest';

import { chooseInternalPorts, choosePublicPort } from './ports.ts';

test('a named port that is taken is refused with the name of the program that holds it', async () => {
  await using stranger = await listen(0);
  const choice = choosePublicPort(String(stranger.port));
  await expect(choice).rejects.toThrow(
    `Port ${stranger.port} is taken by node (pid ${process.pid})`,
  );
});

test('a port that a program holds on ::1 alone is taken: a browser could open that program', async () => {
  // A machine without IPv6 has IPv4 alone.
  await using stranger = await listen(0, '::1').catch(() => listen(0));
  await expect(choosePublicPort(String(stranger.port))).rejects.toThrow('is taken by node');
});

test('a port that is no port is refused', async () => {
  await expect(choosePublicPort('80a')).rejects.toThrow('PORT=80a is not a port');
  await expect(choosePublicPort('70000')).rejects.toThrow('PORT=70000 is not a port');
});

test('when the default port is taken, another is chosen and the person is told why', async () => {
  // Whoever else may hold it already serves as well.
  await using _stranger = await listen(8080).catch(() => undefined);
  const { port, remark } = await choosePublicPort(undefined);
  expect(port).toBeGreaterThan(8080);
  expect(remark).toMatch(/^Port 8080 is taken by .+, so this is \d+\.$/);
});

test('no two processes are given the same internal port', async () => {
  const ports = Object.values(await chooseInternalPorts());
  expect(new Set(ports).size).toBe(ports.length);
});

async function listen(
  wanted: number,
  host = '127.0.0.1',
): Promise<{ port: number } & AsyncDisposable> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(wanted, host, resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { port, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}
