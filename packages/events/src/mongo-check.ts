import type { MongoClient } from 'mongodb';

/** A check connects, greets and logs in, each within the client's 2 s; one that waits for news does so for 10 s before. */
const checkMaxMs = 8000;
const newsMaxMs = 10_000;

/**
 * Calls back when a client will never find its server again: a check has begun and does not end. Where a server takes
 * all connections with it at once, the driver (7.8, as 7.9) writes its check on a socket that is closed and has not said
 * so yet, and waits for it to drain; it makes no further check before that has ended.
 */
export function watchChecks(client: MongoClient, onStuck: () => void): Disposable {
  const timers = new Map<string, NodeJS.Timeout>();
  const end = (address: string): void => {
    clearTimeout(timers.get(address));
    timers.delete(address);
  };
  client.on('serverHeartbeatStarted', ({ connectionId: address, awaited }) => {
    end(address);
    timers.set(address, setTimeout(onStuck, checkMaxMs + (awaited ? newsMaxMs : 0)).unref());
  });
  client.on('serverHeartbeatSucceeded', ({ connectionId }) => end(connectionId));
  client.on('serverHeartbeatFailed', ({ connectionId }) => end(connectionId));
  client.on('serverClosed', ({ address }) => end(address));
  return {
    [Symbol.dispose]: () => {
      for (const address of timers.keys()) end(address);
    },
  };
}
