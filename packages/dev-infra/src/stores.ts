import { readSettings, takeDataFolder, writeSettings } from './data-folder.ts';
import { provision } from './database.ts';
import { type Layout, planLayout, type StoreUrls } from './layout.ts';
import { createManagedServer, type ManagedServer, serverFiles } from './managed-server.ts';
import { prepareStores } from './prepare.mjs';
import { endLeftover } from './server-process.ts';
import { type StoreName, stopSignals } from './store-name.ts';
import { startWatchdog } from './watchdog.ts';

export type StoresOptions = {
  /** Holds data, logs (`logs/`) and what is running (`run/`). One process at a time may work in it. */
  dataDir: string;
  /** A store whose variable is set here is used as it is; nothing is embedded for it. */
  env: NodeJS.ProcessEnv;
  /** For data that nobody will miss: no flushing to disk, and stores are killed rather than stopped at the end. */
  fresh?: boolean;
  /** Called as each store becomes ready. */
  onReady?: (name: StoreName, milliseconds: number) => void;
  /** Called when an embedded store ends by itself. */
  onCrash?: (name: StoreName, cause: string) => void;
};

/** The stores of one data folder. Disposing stops them in order and gives the folder back. */
export type Stores = {
  readonly urls: StoreUrls;
  /** Superuser of the embedded PostgreSQL; `undefined` when none was started. */
  readonly adminUrl: string | undefined;
  /** Of the embedded PostgreSQL's roles, by name. */
  readonly passwords: Record<string, string>;
  /** Control over each embedded store; an absent one is somebody else's. */
  readonly embedded: Partial<Record<StoreName, ManagedServer<StoreName>>>;
} & AsyncDisposable;

/**
 * Starts what `env` does not name, and resolves when all of it serves and has its databases and roles.
 * Throws `MissingToolsError` before anything starts, `DataFolderInUseError`, and an error with the server's last log
 * lines when one does not come up; whatever had started is stopped then.
 */
export async function startStores(options: StoresOptions): Promise<Stores> {
  await using cleanup = new AsyncDisposableStack();
  const { dataDir, env, fresh = false } = options;
  cleanup.use(await takeDataFolder(dataDir));
  const settings = await readSettings(dataDir);
  await endLeftovers(dataDir);
  const programs = await prepareStores({ env, mongoEngine: settings.mongoEngine });
  const durability = fresh ? 'none' : 'full';
  const layout = await planLayout({ dataDir, env, programs, settings, durability });
  await writeSettings(dataDir, layout.settings);

  const watchdog = cleanup.use(startWatchdog());
  const embedded: Stores['embedded'] = {};
  for (const plan of Object.values(layout.plans)) {
    embedded[plan.name] = createManagedServer(plan, {
      dataDir,
      watchdog,
      onCrash: options.onCrash,
    });
  }
  cleanup.defer(() => endAll(embedded, fresh ? 'kill' : 'stop'));
  await startAll({ embedded, layout, onReady: options.onReady });

  const running = cleanup.move();
  return {
    urls: layout.urls,
    adminUrl: embedded.postgres && layout.adminUrl,
    passwords: layout.settings.passwords,
    embedded,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** Ends every server that a killed run left behind in this data folder. */
export async function endLeftovers(dataDir: string): Promise<void> {
  const end = (name: StoreName): Promise<boolean> =>
    endLeftover(serverFiles(dataDir, name).record, stopSignals[name]);
  await Promise.all([
    end('mongo'),
    end('postgres'),
    end('redis'),
    end('redis-cache'),
    end('kafka'),
  ]);
}

async function startAll(args: {
  embedded: Stores['embedded'];
  layout: Layout;
  onReady: StoresOptions['onReady'];
}): Promise<void> {
  const { embedded, layout } = args;
  const start = async (
    store: ManagedServer<StoreName> | undefined,
    afterwards?: () => Promise<void>,
  ) => {
    if (store === undefined) return;
    const startedAt = performance.now();
    await store.start();
    await afterwards?.();
    args.onReady?.(store.name, performance.now() - startedAt);
  };
  const databases = async (): Promise<void> => {
    await start(embedded.postgres, () => provision(layout.adminUrl, layout.settings.passwords));
    await start(embedded.mongo);
  };
  // All are waited for before a failure is told, so that none is still coming up while the rest is stopped.
  const results = await Promise.allSettled([
    start(embedded.redis),
    start(embedded['redis-cache']),
    start(embedded.kafka),
    databases(),
  ]);
  for (const result of results) {
    if (result.status === 'rejected') throw result.reason;
  }
}

async function endAll(embedded: Stores['embedded'], how: 'stop' | 'kill'): Promise<void> {
  const databases = async (): Promise<void> => {
    await embedded.mongo?.[how]();
    await embedded.postgres?.[how]();
  };
  await Promise.all([
    embedded.redis?.[how](),
    embedded['redis-cache']?.[how](),
    embedded.kafka?.[how](),
    databases(),
  ]);
}
