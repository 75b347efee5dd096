import { mkdir } from 'node:fs/promises';

import { stopSignals, type StorePlan } from './store-name.ts';
import { isRedisReady } from './wire.ts';

/** A Redis that appends every write to a file before it answers. */
export function planRedisServer(args: { path: string; folder: string; port: number }): StorePlan {
  const { path, folder, port } = args;
  const settings = {
    port: String(port),
    bind: '127.0.0.1',
    dir: folder,
    save: '',
    appendonly: 'yes',
    // Written before the answer, flushed by the system: `everysec` holds writes back while it flushes, and a killed
    // process would lose them.
    appendfsync: 'no',
    'maxmemory-policy': 'noeviction',
  };
  return {
    name: 'redis',
    title: 'Redis',
    ports: [port],
    stopSignal: stopSignals.redis,
    makeData: async () => {
      await mkdir(folder, { recursive: true });
    },
    command: () => ({
      path,
      args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
    }),
    isReady: () => isRedisReady(port),
  };
}
