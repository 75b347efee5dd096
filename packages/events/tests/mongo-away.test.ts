import { randomUUID } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

import { startProxy } from '@dailyfeed/dev-infra/proxy';
import { expect, inject, onTestFinished, test, vi } from 'vitest';

import { connectMongo } from '../src/mongo.ts';
import { log } from './_harness.ts';

vi.setConfig({ testTimeout: 240_000 });
const soon = { timeout: 40_000, interval: 100 };

test('a server that takes all connections with it at once is found again when it is back', async () => {
  const sockets: Socket[] = [];
  const onSocket = (message: unknown): void => {
    const { socket } = message as { socket: Socket }; // as Node documents it
    sockets.push(socket);
  };
  subscribe('net.client.socket', onSocket);
  onTestFinished(() => void unsubscribe('net.client.socket', onSocket));
  const url = new URL(`/test_${randomUUID().slice(0, 8)}`, inject('stores').mongoUrl).href;
  await using proxy = await startProxy(url);
  const { port } = new URL(proxy.url);
  await using mongo = connectMongo({ url: proxy.url, clientId: 'test', log });
  const ask = async (): Promise<unknown> => (await mongo.open()).command({ ping: 1 });
  await ask();
  const connectedAt = Date.now();
  const ours = sockets.filter(({ remotePort }) => remotePort === Number(port));
  expect(ours.length).toBeGreaterThanOrEqual(2);
  // The driver looks no sooner than this after it has looked.
  await expect.poll(() => Date.now() - connectedAt, soon).toBeGreaterThan(600);
  proxy.set('stall');
  const asked = ask().catch(() => undefined);
  await expect.poll(() => ours.at(-1)?.bytesWritten ?? 0, soon).toBeGreaterThan(0);
  proxy.set('refuse');
  for (const socket of ours) socket.destroy();
  await asked;
  proxy.set('pass');
  await vi.waitFor(ask, soon);
});
