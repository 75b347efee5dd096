import { join } from 'node:path';

import type { ServerPlan } from '@dailyfeed/dev-infra/managed-server';

import { root } from './paths.ts';
import type { ServiceName } from './service-env.ts';

/** `start` runs what is built; `dev` starts a service again when its files change. */
export type Mode = 'start' | 'dev';

type ServiceArgs = { mode: Mode; port: number; env: Record<string, string> };

/** Next's build that stands alone: a server with only the modules it uses. */
export const builtWeb = join(root, 'apps', 'web', '.next', 'standalone', 'apps', 'web');

/** What a service needs of the person's environment, and nothing else of it. */
const passedOn = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LOG_LEVEL'];
const always = { NEXT_TELEMETRY_DISABLED: '1' };
/**
 * What the C library does with memory that is given back, which only the environment can say. glibc keeps it in as many
 * heaps as there are threads, and the larger the pieces, the longer: libvips' encoders leave 150 MB behind that way.
 */
const allocation: Partial<Record<ServiceName, Record<string, string>>> = {
  image: {
    MALLOC_ARENA_MAX: '2',
    MALLOC_MMAP_THRESHOLD_: '131072',
    MALLOC_TRIM_THRESHOLD_: '131072',
  },
};

/** What the C library of a service is told about memory, wherever it runs. */
export function allocationOf(name: ServiceName): Record<string, string> {
  return allocation[name] ?? {};
}

/** How one service runs as a process of its own. It is ready when its `/readyz` says so. */
export function planService(name: ServiceName, args: ServiceArgs): ServerPlan<ServiceName> {
  const [path, ...rest] = name === 'web' ? webCommand(args) : nodeCommand(name, args);
  return {
    name,
    title: name,
    ports: [args.port],
    stopSignal: 'SIGTERM',
    // What watches files has the service as its child.
    signals: args.mode === 'dev' ? 'group' : 'process',
    command: () => ({
      path,
      args: rest,
      env: { ...always, ...allocationOf(name), ...inherited(), ...args.env },
      cwd: name === 'web' ? join(root, 'apps', 'web') : root,
    }),
    isReady: async () => {
      const response = await fetch(`http://127.0.0.1:${args.port}/readyz`);
      return response.ok;
    },
  };
}

function nodeCommand(name: ServiceName, { mode }: ServiceArgs): [string, ...string[]] {
  const main = join(root, 'apps', name, 'src', 'main.ts');
  return [
    process.execPath,
    ...(mode === 'dev' ? ['--watch', '--watch-preserve-output'] : []),
    main,
  ];
}

function webCommand({ mode, port }: ServiceArgs): [string, ...string[]] {
  if (mode === 'start') return [process.execPath, join(builtWeb, 'server.js')];
  const next = join(root, 'node_modules', 'next', 'dist', 'bin', 'next');
  return [process.execPath, next, 'dev', '--hostname', '127.0.0.1', '--port', String(port)];
}

function inherited(): Record<string, string> {
  return Object.fromEntries(
    passedOn.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
