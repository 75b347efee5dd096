import { join } from 'node:path';

import { describePortOwner, isPortFree } from './port.ts';
import {
  endLeftover,
  type ServerCommand,
  type ServerProcess,
  startServerProcess,
} from './server-process.ts';
import type { Watchdog } from './watchdog.ts';

const readyTimeoutMs = 90_000;
const pollMs = 25;

/** Where a server of this data folder writes its log, and where its process is recorded. */
export function serverFiles(dataDir: string, name: string): { log: string; record: string } {
  return {
    log: join(dataDir, 'logs', `${name}.log`),
    record: join(dataDir, 'run', `${name}.json`),
  };
}

/** What differs between the servers. */
export type ServerPlan<Name extends string = string> = {
  name: Name;
  /** What people call it: "PostgreSQL". */
  title: string;
  /** The first is the one clients use. */
  ports: readonly [number, ...number[]];
  /** How it is asked to end without waiting for its clients. */
  stopSignal: NodeJS.Signals;
  /** `group` when it has children of its own that end only when they are told themselves. */
  signals?: 'process' | 'group';
  /** Brings the data folder into being, whole or not at all. */
  makeData?(): Promise<void>;
  command(): ServerCommand;
  /** True once it serves; a rejection means "ask again". */
  isReady(): Promise<boolean>;
  /** Whether a failed start is worth another try, told by what it logged. */
  isPassing?(log: string): boolean;
};

/** What all servers of a data folder share. */
export type ServerSettings<Name extends string = string> = {
  dataDir: string;
  watchdog: Watchdog;
  /** Called when a server ends that nobody asked to end. */
  onCrash: ((name: Name, cause: string) => void) | undefined;
};

/** Control over one server. All methods may be called in any state. */
export type ManagedServer<Name extends string = string> = {
  readonly name: Name;
  readonly port: number;
  /** Process id while it runs. */
  readonly pid: number | undefined;
  /** Starts on the same port and data; resolves when it serves. */
  start(): Promise<void>;
  /** Clean end. */
  stop(): Promise<void>;
  /** `kill -9`. */
  kill(): Promise<void>;
};

/** Makes the control; starts nothing. */
export function createManagedServer<Name extends string>(
  plan: ServerPlan<Name>,
  settings: ServerSettings<Name>,
): ManagedServer<Name> {
  const { dataDir, watchdog } = settings;
  const files = serverFiles(dataDir, plan.name);
  const { stopSignal } = plan;
  let running: ServerProcess | undefined;

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const server = running;
    if (server === undefined) return;
    running = undefined;
    await server.end(signal);
    watchdog.forget(server.target);
  };

  const start = async (): Promise<void> => {
    if (running !== undefined) return;
    await endLeftover(files.record, stopSignal);
    await refuseTakenPorts(plan);
    await plan.makeData?.();
    const server = startServerProcess(plan.command(), { ...files, signals: plan.signals });
    running = server;
    watchdog.watch(server.target, stopSignal);
    try {
      await waitUntilReady(plan, server);
    } catch (err) {
      // Told to end meanwhile, it has nothing to explain.
      if (running !== server) throw new Error(`${plan.title} was stopped while starting`);
      await end('SIGKILL');
      throw err;
    }
    void server.exited.then((cause) => {
      watchdog.forget(server.target);
      if (running !== server) return;
      running = undefined;
      settings.onCrash?.(plan.name, cause);
    });
  };

  return {
    name: plan.name,
    port: plan.ports[0],
    get pid() {
      return running?.pid;
    },
    start: () => retryPassing(plan, start),
    stop: () => end(stopSignal),
    kill: () => end('SIGKILL'),
  };
}

async function refuseTakenPorts(plan: ServerPlan): Promise<void> {
  for (const port of plan.ports) {
    if (await isPortFree(port)) continue;
    const owner = await describePortOwner(port);
    const holder = owner === undefined ? 'another program' : owner;
    throw new Error(
      `Port ${port}, which ${plan.title} uses here, is taken by ${holder}. End that program and start again.`,
    );
  }
}

async function waitUntilReady(plan: ServerPlan, server: ServerProcess): Promise<void> {
  const deadline = Date.now() + readyTimeoutMs;
  while (!(await plan.isReady().catch(() => false))) {
    if (server.hasExited) {
      const cause = await server.exited;
      throw new Error(`${plan.title} ended while starting (${cause})\n${server.logTail()}`);
    }
    if (Date.now() > deadline) {
      throw new Error(
        `${plan.title} was not ready within ${readyTimeoutMs / 1000} s\n${server.logTail()}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

async function retryPassing(plan: ServerPlan, start: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    try {
      return await start();
    } catch (err) {
      const isPassing = err instanceof Error && plan.isPassing?.(err.message) === true;
      if (!isPassing || Date.now() > deadline) throw err;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
