import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createManagedServer, type ManagedServer } from '@dailyfeed/dev-infra/managed-server';
import { findFreePorts } from '@dailyfeed/dev-infra/port';
import { startWatchdog } from '@dailyfeed/dev-infra/watchdog';
import { groupOf, groupsOf } from '@dailyfeed/events/topic';
import { chooseInternalPorts } from '@dailyfeed/scripts/ports';
import { loadSecrets } from '@dailyfeed/scripts/secrets';
import { toServiceEnvs } from '@dailyfeed/scripts/service-env';
import { planService } from '@dailyfeed/scripts/services';

import type { StoreUrls } from '../stores.ts';

const names = ['member', 'content', 'timeline', 'activity', 'search', 'gateway'] as const;
type Name = (typeof names)[number];

/** dailyfeed without pages and pictures, each service a process of its own as in production. */
export type Site = {
  url: string;
  services: Record<Name, ManagedServer>;
  /** How many events are not sent yet, or not handled by each group of these services; NaN while nobody can tell. */
  pending(): Promise<number>;
  /** How many messages went nowhere; NaN while nobody can tell. */
  deadLetters(): Promise<number>;
} & AsyncDisposable;

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
  const topic = `kill-${randomBytes(4).toString('hex')}`;
  const own = {
    LOG_LEVEL: 'warn',
    MAIL_DIR: join(dataDir, 'mail'),
    EVENT_TOPIC: topic,
    POSTS_PER_HOUR: '100000',
    COMMENTS_PER_HOUR: '100000',
    EDITS_PER_HOUR: '100000',
    LIKES_PER_HOUR: '100000',
    // How long a statement takes is for the benchmark to say: this machine does other things.
    QUERY_TIMEOUT_MS: '5000',
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
    search: create('search'),
    gateway: create('gateway'),
  };
  for (const name of names) await services[name].start();
  const resources = stack.move();
  /** The values of a gauge, by what it is told apart by. */
  const measure = async (name: Name, gauge: string, label: string): Promise<Gauge> => {
    const answer = await fetch(`http://127.0.0.1:${ports[name]}/metrics`);
    const line = new RegExp(`^${gauge}\\{.*\\b${label}="([^"]*)".*\\} (\\S+)$`, 'gm');
    const values = [...(await answer.text()).matchAll(line)];
    return values.map(([, is = '', value]) => ({ is, value: Number(value) }));
  };
  // Nothing of image runs here.
  const groups = groupsOf(topic).filter((group) => group !== groupOf('images', topic));
  return {
    url,
    services,
    pending: async () => {
      // First what is to be sent: nothing is on its way from there to the groups unseen.
      const rows = [
        await measure('member', 'dailyfeed_outbox_rows', 'state'),
        await measure('content', 'dailyfeed_outbox_rows', 'state'),
      ];
      const lags = await measure('activity', 'dailyfeed_consumer_lag', 'group');
      return sum([...rows.map((each) => sumOf(each, ['unsent', 'dead'])), sumOf(lags, groups)]);
    },
    deadLetters: async () =>
      sumOf(await measure('activity', 'dailyfeed_dead_letters', 'status'), ['waiting']),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

type Gauge = { is: string; value: number }[];

/** NaN where one of `which` has no value. */
function sumOf(gauge: Gauge, which: readonly string[]): number {
  return sum(
    which.map((is) => {
      const found = gauge.filter((each) => each.is === is);
      return found.length === 0 ? Number.NaN : sum(found.map(({ value }) => value));
    }),
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
