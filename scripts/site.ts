import { createManagedServer, type ManagedServer } from '@dailyfeed/dev-infra/managed-server';
import { startStores, type Stores } from '@dailyfeed/dev-infra/stores';
import { startWatchdog } from '@dailyfeed/dev-infra/watchdog';

import { dataDir, logsDir } from './paths.ts';
import { chooseInternalPorts } from './ports.ts';
import { keepSite } from './running-site.ts';
import { loadSecrets, type Secrets } from './secrets.ts';
import { type Ports, type ServiceName, toPublicOrigin, toServiceEnvs } from './service-env.ts';
import { type Mode, planService } from './services.ts';

/** Pause before something that ended by itself is started again; it doubles up to the longest. */
const shortestPauseMs = 500;
const longestPauseMs = 10_000;

export type SiteOptions = {
  mode: Mode;
  publicPort: number;
  /** Tells the person about what ended by itself. */
  say: (line: string) => void;
};

/** All processes of one clone. The stores come first; `stop` may be called at any moment. */
export type Site = {
  readonly url: string;
  readonly ports: Ports;
  readonly secrets: Secrets;
  /** Aborts when the site is told to stop. */
  readonly stopping: AbortSignal;
  startStores(onReady: (name: string, milliseconds: number) => void): Promise<void>;
  startService(name: ServiceName): Promise<void>;
  /** Services first, then the stores they use. */
  stop(): Promise<void>;
};

/** Makes the site; starts nothing. */
export async function createSite(options: SiteOptions): Promise<Site> {
  const secrets = await loadSecrets();
  const ports = { ...(await chooseInternalPorts()), gateway: options.publicPort };
  const url = toPublicOrigin(ports.gateway);
  const watchdog = startWatchdog();
  const services = new Map<ServiceName, ManagedServer>();
  const starting = trackPending();
  const ending = new AbortController();
  const isOver = (): boolean => ending.signal.aborted;
  let stores: Stores | undefined;

  const revive = async (name: string, server: ManagedServer | undefined, cause: string) => {
    if (server === undefined) return;
    let pauseMs = shortestPauseMs;
    options.say(`${name} ended by itself (${cause}); starting it again`);
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      if (isOver()) return;
      const isUp = await starting.add(server.start()).then(
        () => true,
        () => false,
      );
      if (isOver()) return;
      if (isUp) return options.say(`${name} runs again`);
      options.say(`${name} does not start; see ${logsDir}/${name}.log`);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    }
  };
  const endServices = async (): Promise<void> => {
    await Promise.all([...services.values()].map((service) => service.stop()));
  };

  return {
    url,
    ports,
    secrets,
    stopping: ending.signal,
    async startStores(onReady) {
      const started = startStores({
        dataDir,
        env: process.env,
        onReady,
        onCrash: (name, cause) => void revive(name, stores?.embedded[name], cause),
      });
      const { urls } = await starting.add(started.then((ready) => (stores = ready)));
      await keepSite({ urls, ports, publicOrigin: url });
    },
    async startService(name) {
      if (stores === undefined || isOver()) throw new Error(`${name} cannot start without stores`);
      const given = { urls: stores.urls, secrets, ports, publicOrigin: url };
      const envs = toServiceEnvs({ ...given, env: process.env });
      const plan = planService(name, { mode: options.mode, port: ports[name], env: envs[name] });
      const service = createManagedServer(plan, {
        dataDir,
        watchdog,
        onCrash: (_, cause) => void revive(name, service, cause),
      });
      services.set(name, service);
      await starting.add(service.start());
    },
    async stop() {
      ending.abort();
      await endServices();
      // One that was between two steps of its start when it was told to stop is told again.
      await starting.settled();
      await endServices();
      await stores?.[Symbol.asyncDispose]();
      watchdog[Symbol.dispose]();
    },
  };
}

/** Knows what is under way, so that it can be waited for. */
function trackPending() {
  const pending = new Set<Promise<unknown>>();
  return {
    add<T>(promise: Promise<T>): Promise<T> {
      const settled = promise.catch(() => undefined);
      pending.add(settled);
      void settled.finally(() => pending.delete(settled));
      return promise;
    },
    async settled(): Promise<void> {
      await Promise.all(pending);
    },
  };
}
