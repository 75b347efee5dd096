import { mkdir } from 'node:fs/promises';

import { stopSignals, type StoreName, type StorePlan } from './store-name.ts';
import { isRedisReady } from './wire.ts';

type ServerArgs = { path: string; folder: string; port: number };

/** For state: a Redis that appends every write to a file before it answers, and never evicts. */
export function planRedisServer(args: ServerArgs): StorePlan {
  return planServer({ name: 'redis', title: 'Redis' }, args, {
    appendonly: 'yes',
    // Written before the answer, flushed by the system: `everysec` holds writes back while it flushes, and a killed
    // process would lose them.
    appendfsync: 'no',
    'maxmemory-policy': 'noeviction',
  });
}

/** For caches: a Redis that holds so much and no more, lets go of what is used least, and keeps nothing on disk. */
export function planRedisCache(args: ServerArgs): StorePlan {
  return planServer({ name: 'redis-cache', title: 'Redis for caches' }, args, {
    appendonly: 'no',
    maxmemory: '128mb',
    'maxmemory-policy': 'allkeys-lfu',
  });
}

function planServer(
  { name, title }: { name: StoreName; title: string },
  { path, folder, port }: ServerArgs,
  policy: Record<string, string>,
): StorePlan {
  const settings = { port: String(port), bind: '127.0.0.1', dir: folder, save: '', ...policy };
  return {
    name,
    title,
    ports: [port],
    stopSignal: stopSignals[name],
    makeData: async () => {
      await mkdir(folder, { recursive: true });
    },
    command: () => ({
      path,
      args: Object.entries(settings).flatMap(([setting, value]) => [`--${setting}`, value]),
    }),
    isReady: () => isRedisReady(port),
  };
}
