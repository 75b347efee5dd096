import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createManagedServer, type ManagedServer } from '@dailyfeed/dev-infra/managed-server';
import { findFreePorts } from '@dailyfeed/dev-infra/port';
import { startWatchdog } from '@dailyfeed/dev-infra/watchdog';
import { chooseInternalPorts } from '@dailyfeed/scripts/ports';
import { loadSecrets } from '@dailyfeed/scripts/secrets';
import { toServiceEnvs } from '@dailyfeed/scripts/service-env';
import { planService } from '@dailyfeed/scripts/services';

import type { StoreUrls } from '../stores.ts';

const names = ['member', 'content', 'timeline', 'activity', 'gateway'] as const;
type Name = (typeof names)[number];

/** dailyfeed without pages and pictures, each service a process of its own as in production. */
export type Site = {
  url: string;
  services: Record<Name, ManagedServer>;
  /** How many messages the groups of these services have not handled yet; undefined while nobody can tell. */
  lag(): Promise<number | undefined>;
} & AsyncDisposable;

/** The consumers of the services that run here. */
const groups = ['activity', 'notifications', 'home-timeline', 'counters', 'screening'];

export async function startSite(urls: StoreUrls): Promise<Site> {
  await using stack = new AsyncDisposableStack();
  const dataDir = stack.adopt(await mkdtemp(join(tmpdir(), 'dailyfeed-site-')), (folder) =>
    rm(folder, { recursive: true, force: true }),
  );
  for (const folder of ['logs', 'run']) await mkdir(join(dataDir, folder));
  const secrets = await loadSecrets(dataDir);
  const [gateway = 0] = await findFreePorts([undefined]);
  const ports = { ...(await chooseInternalPorts()), gateway };
  const url = `http://127.0.0.1:${gateway}`;
  const envs = toServiceEnvs({ urls, secrets, ports, publicOrigin: url });
  const own = {
    LOG_LEVEL: 'warn',
    MAIL_DIR: join(dataDir, 'mail'),
    EVENT_TOPIC: `kill-${randomBytes(4).toString('hex')}`,
    POSTS_PER_HOUR: '100000',
    COMMENTS_PER_HOUR: '100000',
    LIKES_PER_HOUR: '100000',
  };
  const watchdog = stack.use(startWatchdog());
  const create = (name: Name): ManagedServer => {
    const plan = planService(name, {
      mode: 'start',
      port: ports[name],
      env: { ...envs[name], ...own },
    });
    const onCrash = (_: string, cause: string): never => {
      throw new Error(`${name} ended by itself: ${cause}`);
    };
    const server = createManagedServer(plan, { dataDir, watchdog, onCrash });
    stack.defer(() => server.stop());
    return server;
  };
  const services: Site['services'] = {
    member: create('member'),
    content: create('content'),
    timeline: create('timeline'),
    activity: create('activity'),
    gateway: create('gateway'),
  };
  for (const name of names) await services[name].start();
  const resources = stack.move();
  const lag = async (): Promise<number | undefined> => {
    const answer = await fetch(`http://127.0.0.1:${ports.activity}/metrics`);
    const lags = [
      ...(await answer.text()).matchAll(/^dailyfeed_consumer_lag\{group="([^"]+)".*\} (\d+)$/gm),
    ].filter(([, group]) => groups.some((name) => group === `${name}-${own.EVENT_TOPIC}`));
    if (lags.length < groups.length) return undefined;
    return lags.reduce((sum, [, , value]) => sum + Number(value), 0);
  };
  return { url, services, lag, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}
