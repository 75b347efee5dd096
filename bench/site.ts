import { rm } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';

import { withoutStores } from '@dailyfeed/dev-infra/layout';
import { createManagedServer, type ManagedServer } from '@dailyfeed/dev-infra/managed-server';
import { findFreePorts } from '@dailyfeed/dev-infra/port';
import { startStores, type Stores } from '@dailyfeed/dev-infra/stores';
import { startWatchdog } from '@dailyfeed/dev-infra/watchdog';
import { readKept, writeKept } from '@dailyfeed/scripts/kept-file';
import { chooseInternalPorts } from '@dailyfeed/scripts/ports';
import { loadSecrets, type Secrets } from '@dailyfeed/scripts/secrets';
import {
  serviceNames,
  type ServiceName,
  toPublicOrigin,
  toServiceEnvs,
} from '@dailyfeed/scripts/service-env';
import { planService } from '@dailyfeed/scripts/services';
import { Redis } from 'ioredis';
import * as z from 'zod';

import { benchFolder } from './report.ts';
import { fillWorld } from './world/fill.ts';
import { worldVersion } from './world/size.ts';

/** Everything of dailyfeed but its pages, each service a process of its own as in production, on a filled world. */
export type BenchSite = {
  url: string;
  members: number;
  stores: Stores;
  secrets: Secrets;
  /** Of each service, where it listens itself. */
  urls: Record<ServiceName, string>;
  /** A superuser's. */
  databaseUrl(database: 'member' | 'content' | 'image' | 'search' | 'ferretdb'): string;
  /** Of what is no cache. */
  redis: Redis;
  /** Of every store and service that is ours, by name. */
  pids(): Record<string, number>;
} & AsyncDisposable;

const keptForMs = 7 * 86_400_000;
const measured = serviceNames.filter((name) => name !== 'web' && name !== 'search');

const profiling = `--cpu-prof --cpu-prof-dir=${join(benchFolder, 'profile')}`;

const World = z.object({ version: z.number(), at: z.iso.datetime() });

/**
 * Starts a site whose stores hold a world of so many members: the one that was kept from a run before, else a new one.
 * `env` is what services are given beyond their own. What Redis knew of a run before is forgotten.
 */
export async function startBenchSite(args: {
  members: number;
  env?: Partial<Record<ServiceName, Record<string, string>>>;
  /** Its CPU profile is written to `.dailyfeed/bench/profile`. */
  profile?: ServiceName | undefined;
  /** Search builds its index of the world at first, which others need not wait for. */
  search?: 'runs' | 'rests';
  /** Built before, if they are to run. */
  pages?: 'run' | 'rest';
}): Promise<BenchSite> {
  await using stack = new AsyncDisposableStack();
  const dataDir = join(benchFolder, `world-${args.members}`);
  await forgetOldWorld(dataDir);
  const stores = stack.use(await startStores({ dataDir, env: withoutStores(process.env) }));
  const databaseUrl = toDatabaseUrls(stores);
  const secrets = await loadSecrets(dataDir);
  const [port = 0] = await findFreePorts([undefined]);
  const ports = { ...(await chooseInternalPorts()), gateway: port };
  const origin = toPublicOrigin(port);
  const envs = toServiceEnvs({ urls: stores.urls, secrets, ports, publicOrigin: origin });
  const watchdog = stack.use(startWatchdog());
  const services: ManagedServer[] = [];
  const start = async (names: ServiceName[]): Promise<AsyncDisposable> => {
    await using started = new AsyncDisposableStack();
    for (const name of names) {
      const env = {
        ...envs[name],
        MAIL_DIR: join(dataDir, 'mail'),
        ...(name === args.profile && { NODE_OPTIONS: profiling }),
        ...args.env?.[name],
      };
      const plan = planService(name, { mode: 'start', port: ports[name], env });
      const onCrash = (): never => {
        throw new Error(`${name} ended by itself`);
      };
      const server = createManagedServer(plan, { dataDir, watchdog, onCrash });
      started.defer(() => server.stop());
      services.push(server);
      await server.start();
    }
    return started.move();
  };

  if ((await readKept('world.json', World, dataDir)) === undefined) {
    // They make the tables.
    await (await start(['member', 'content']))[Symbol.asyncDispose]();
    const at = new Date();
    await fillWorld({ urlOf: databaseUrl, members: args.members, at });
    await writeKept('world.json', { version: worldVersion, at: at.toISOString() }, dataDir);
  }
  const connect = (url: string): Redis => stack.adopt(new Redis(url), (it) => it.disconnect());
  const redis = connect(stores.urls.REDIS_URL);
  await Promise.all([redis.flushall(), connect(stores.urls.REDIS_CACHE_URL).flushall()]);
  const further: ServiceName[] = [
    ...(args.search === 'runs' ? (['search'] as const) : []),
    ...(args.pages === 'run' ? (['web'] as const) : []),
  ];
  stack.use(await start([...measured, ...further]));
  const urls = z
    .record(z.enum(serviceNames), z.string())
    .parse(
      Object.fromEntries(serviceNames.map((name) => [name, `http://127.0.0.1:${ports[name]}`])),
    );
  tellLoad('at the start');
  const resources = stack.move();
  return {
    url: urls.gateway,
    members: args.members,
    stores,
    secrets,
    urls,
    databaseUrl,
    redis,
    pids: () =>
      Object.fromEntries(
        [...Object.values(stores.embedded), ...services].flatMap(({ name, pid }) =>
          pid === undefined ? [] : [[name, pid]],
        ),
      ),
    [Symbol.asyncDispose]: async () => {
      tellLoad('at the end');
      await resources.disposeAsync();
    },
  };
}

/** What is of another version, or too old to have popular posts, goes. */
async function forgetOldWorld(dataDir: string): Promise<void> {
  const world = await readKept('world.json', World, dataDir);
  const isGood = world?.version === worldVersion && Date.now() - Date.parse(world.at) < keptForMs;
  if (!isGood) await rm(dataDir, { recursive: true, force: true });
}

function toDatabaseUrls(stores: Stores): BenchSite['databaseUrl'] {
  const { adminUrl } = stores;
  if (adminUrl === undefined) throw new Error('The stores are not our own');
  return (database) => new URL(`/${database}`, adminUrl).href;
}

function tellLoad(when: string): void {
  const [minute = 0] = loadavg();
  console.log(`Load average of the last minute, ${when}: ${minute.toFixed(1)}`);
}
