import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createManagedServer } from './managed-server.ts';
import { findFreePorts } from './port.ts';
import { prepareS3 } from './prepare.mjs';
import { removeFolder } from './remove-folder.ts';
import { startWatchdog } from './watchdog.ts';

/** A server that speaks S3 and has one bucket, empty. */
export type S3 = {
  /** `http://host:port`. */
  endpoint: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
} & AsyncDisposable;

/** Starts a server of its own for a test. It keeps everything in memory; disposing ends it. */
export async function startS3(): Promise<S3> {
  await using stack = new AsyncDisposableStack();
  const path = await prepareS3(process.env);
  const dataDir = stack.adopt(await mkdtemp(join(tmpdir(), 'dailyfeed-s3-')), removeFolder);
  await mkdir(join(dataDir, 'run'));
  await mkdir(join(dataDir, 'logs'));
  const watchdog = stack.use(startWatchdog());
  const [port = 0] = await findFreePorts([undefined]);
  const bucket = 'pictures';
  const accessKeyId = `AKIA${randomBytes(8).toString('hex').toUpperCase()}`;
  const secretAccessKey = randomBytes(30).toString('base64url');
  const endpoint = `http://127.0.0.1:${port}`;
  const server = createManagedServer(
    {
      name: 's3',
      title: 'The S3 server',
      ports: [port],
      stopSignal: 'SIGTERM',
      command: () => ({
        path,
        args: [],
        env: {
          LISTEN: `127.0.0.1:${port}`,
          BUCKET: bucket,
          AWS_ACCESS_KEY_ID: accessKeyId,
          AWS_SECRET_ACCESS_KEY: secretAccessKey,
        },
      }),
      // Whatever it answers, it answers.
      isReady: async () => (await fetch(endpoint)).status > 0,
    },
    { dataDir, watchdog, onCrash: undefined },
  );
  stack.defer(() => server.kill());
  await server.start();
  const resources = stack.move();
  return {
    endpoint,
    bucket,
    accessKeyId,
    secretAccessKey,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
