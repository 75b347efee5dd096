import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { builtWeb } from '@dailyfeed/scripts/services';

import { until } from './until.ts';

/** Starts the built pages in a process of their own; `npm test` builds them first. */
export async function startWeb(args: {
  port: number;
  gatewayPrivateUrl: string;
  gatewayKeys: string;
  publicOrigin: string;
  /** Of a CDN for images. */
  imageOrigin?: string | undefined;
}): Promise<AsyncDisposable> {
  const child = spawn(process.execPath, [join(builtWeb, 'server.js')], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(args.port),
      HOSTNAME: '127.0.0.1',
      GATEWAY_PRIVATE_URL: args.gatewayPrivateUrl,
      PASSPORT_KEYS_GATEWAY: args.gatewayKeys,
      PUBLIC_ORIGIN: args.publicOrigin,
      ...(args.imageOrigin !== undefined && { PUBLIC_IMAGE_URL: args.imageOrigin }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ready = async (): Promise<boolean> => {
    if (child.exitCode !== null) throw new Error(`web ended: ${output}`);
    const res = await fetch(`http://127.0.0.1:${args.port}/login`).catch(() => undefined);
    return res?.ok ?? false;
  };
  await until(ready, Boolean, 30_000);
  return {
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode !== null) return;
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
  };
}
