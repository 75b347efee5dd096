import { mkdir } from 'node:fs/promises';

import { stopSignals, type StorePlan } from './store-name.ts';
import { isMongoReady } from './wire.ts';

/** A real MongoDB, when the machine has one. */
export function planMongod(args: { path: string; folder: string; port: number }): StorePlan {
  const { path, folder, port } = args;
  return {
    ...planMongo(port),
    title: 'MongoDB',
    makeData: async () => {
      await mkdir(folder, { recursive: true });
    },
    command: () => ({
      path,
      args: ['--dbpath', folder, '--port', String(port), '--bind_ip', '127.0.0.1'],
    }),
  };
}

/** MongoDB's protocol served out of PostgreSQL. It has no data folder of its own. */
export function planFerretdb(args: { path: string; postgresUrl: string; port: number }): StorePlan {
  const { path, postgresUrl, port } = args;
  return {
    ...planMongo(port),
    title: 'FerretDB',
    command: () => ({
      path,
      args: [],
      env: { LISTEN: `127.0.0.1:${port}`, POSTGRES_URL: postgresUrl },
    }),
  };
}

function planMongo(port: number): Pick<StorePlan, 'name' | 'ports' | 'stopSignal' | 'isReady'> {
  return {
    name: 'mongo',
    ports: [port],
    stopSignal: stopSignals.mongo,
    isReady: () => isMongoReady(port),
  };
}
