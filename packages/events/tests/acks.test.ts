import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

import { expect, test, vi } from 'vitest';

import type { BusOptions } from '../src/bus.ts';
import { createPublisher } from '../src/publisher.ts';
import { createBus, createRows, log } from './_harness.ts';

vi.setConfig({ testTimeout: 240_000 });

/** Of Kafka's protocol. */
const produceKey = 0;
const createTopicsKey = 19;

test.for([1, -1] as const)('acks %i is what the leader is asked for', async (acks) => {
  const requests = await requestsOf({ ...createBus(), acks });
  expect(new Set(requests(produceKey).map(acksOf))).toEqual(new Set([acks]));
});

test('with three replicas a topic wants two in sync, with fewer none', async () => {
  const single = await requestsOf(createBus());
  expect(new Set(single(createTopicsKey).map(minInSyncOf))).toEqual(new Set([undefined]));
  // The one broker of the tests may refuse so many; it has been asked for them.
  const three = await requestsOf({ ...createBus(), acks: -1, replicationFactor: 3 }, 'any');
  expect(new Set(three(createTopicsKey).map(minInSyncOf))).toEqual(new Set(['2']));
});

/** The requests that a publisher makes as it sends one event, as bytes on their way to the brokers. */
async function requestsOf(bus: BusOptions, outcome: 'sent' | 'any' = 'sent') {
  const requests: Buffer[] = [];
  const tap = (message: unknown): void => {
    const { socket } = message as { socket: Socket }; // as Node documents this channel
    // Connecting sets a socket's own `write` back.
    socket.once('connect', () => {
      // Others may connect meanwhile, to other stores.
      if (!bus.brokers.some((broker) => broker.endsWith(`:${socket.remotePort}`))) return;
      const write = socket.write.bind(socket);
      socket.write = (...args: unknown[]) => {
        if (Buffer.isBuffer(args[0])) requests.push(args[0]);
        return Reflect.apply(write, socket, args);
      };
    });
  };
  subscribe('net.client.socket', tap);
  try {
    await using publisher = createPublisher({ bus, log, now: () => new Date() });
    const [row] = createRows(1);
    if (!row) throw new Error('no row');
    const message = { key: row.key, value: JSON.stringify(row.event) };
    const send = () => publisher.publish([message]);
    // As the relay does: a topic that was made this moment may have no leader yet.
    await (outcome === 'sent'
      ? vi.waitFor(send, { timeout: 60_000, interval: 200 })
      : send().catch(() => undefined));
    // Size, key, version …
    return (key: number): Buffer[] =>
      requests.filter((request) => request.length > 8 && request.readInt16BE(4) === key);
  } finally {
    unsubscribe('net.client.socket', tap);
  }
}

/** … and correlation id before the client's name; then that of the transaction, which there is none, and the acks. */
function acksOf(request: Buffer): number {
  const nameLength = request.readInt16BE(12);
  return request.readInt16BE(14 + nameLength + 2);
}

/** A value is a string behind its name: two bytes of length and the text. */
function minInSyncOf(request: Buffer): string | undefined {
  const name = 'min.insync.replicas';
  const start = request.indexOf(name);
  if (start === -1) return undefined;
  const value = start + name.length;
  return request.toString('utf8', value + 2, value + 2 + request.readInt16BE(value));
}
