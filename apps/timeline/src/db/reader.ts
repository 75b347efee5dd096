import { connectContent, type ContentDatabase } from '@dailyfeed/content-store/client';
import type { Log } from '@dailyfeed/service-kit/log';

import { createReplica, findWritten, type PrimaryState, type Replica } from './replica.ts';

const statementTimeouts = {
  /** A reader is told within 3 s that the database is stuck: this, and what the driver waits on top. */
  reader: 1500,
  /** Nobody waits for what is done in the background; it is over before it is due again. */
  job: 20_000,
};
/** How long a replica is waited for: for a reader's sake the primary has to answer in time as well. */
const patiences = { reader: 1000, job: statementTimeouts.job };
const measureEveryMs = 1000;
/** A minute of the primary's states: a replica further behind is not read from in any case. */
const statesMax = 60;

type Query<T> = (db: ContentDatabase) => Promise<T>;

/** The database `content`, for reading. */
export type ContentReader = {
  /** For what may be `lagMaxMs` old. Runs `query` on a replica that is fit, else on the primary; it may run twice. */
  read<T>(query: Query<T>): Promise<T>;
  /** The reader for what must not be old: it asks the primary alone. */
  latest: Pick<ContentReader, 'read'>;
  /** How old an answer of `read` may be; 0 where there are no replicas. */
  lagMaxMs: number;
  now(): Date;
};

/** The primary and its replicas, of which those are read from that answer and do not lag behind too far. */
export type ContentStore = ContentReader & {
  /** A reader that never asks a replica, except, if `insists` is `unless away`, while the primary is away. */
  ofPrimary(insists: 'always' | 'unless away'): ContentReader;
  /** How often each server was read from, and what is known of the replicas. */
  reads: ReadonlyMap<string, number>;
  replicas: readonly Replica[];
} & AsyncDisposable;

/** Connects on the first query; measures the replicas, if there are any, once a second. */
export function connectReader(args: {
  url: string;
  replicaUrls: string[];
  lagMaxMs: number;
  /** Whether a person waits for the answers, or only a job. */
  waiting: keyof typeof statementTimeouts;
  log: Log;
  now: () => Date;
}): ContentStore {
  const { log, now } = args;
  const connect = (url: string) =>
    connectContent({
      url,
      mode: 'read-only',
      statementTimeoutMs: statementTimeouts[args.waiting],
      // A job does one thing after the other, and there is what measures.
      ...(args.waiting === 'job' && { poolSize: 2 }),
    });
  const primary = connect(args.url);
  const databases = args.replicaUrls.map(connect);
  const replicas = databases.map((db, index) =>
    createReplica({
      name: `replica-${index + 1}`,
      db,
      patienceMs: patiences[args.waiting],
      log,
    }),
  );
  const reads = new Map(['primary', ...replicas.map(({ name }) => name)].map((name) => [name, 0]));
  const count = (name: string): unknown => reads.set(name, (reads.get(name) ?? 0) + 1);
  const states: PrimaryState[] = [];
  let isPrimaryAway = false;
  let turn = 0;

  const readLatest = <T>(query: Query<T>): Promise<T> => {
    count('primary');
    return query(primary);
  };

  /** While nobody can tell what the primary has written, whatever a replica holds is the best there is. */
  const findFit = (): Replica | undefined => {
    const oldest = isPrimaryAway ? -Infinity : performance.now() - args.lagMaxMs;
    const fit = replicas.filter((replica) => replica.isFit(oldest));
    turn += 1;
    return fit[turn % fit.length];
  };

  const readReplica = <T>(replica: Replica, query: Query<T>): Promise<T> => {
    count(replica.name);
    return replica.read(query);
  };

  const read = async <T>(query: Query<T>): Promise<T> => {
    const replica = findFit();
    if (!replica) return readLatest(query);
    // Whatever a replica fails at, the primary may still do: it has the newest schema, and no replay to conflict with.
    return readReplica(replica, query).catch(() => readLatest(query));
  };

  const readPrimaryFirst = async <T>(query: Query<T>): Promise<T> => {
    try {
      return await readLatest(query);
    } catch (error) {
      const replica = isPrimaryAway ? findFit() : undefined;
      if (!replica) throw error;
      return readReplica(replica, query);
    }
  };

  const measure = async (): Promise<void> => {
    const at = performance.now();
    try {
      states.push({ at, written: await findWritten(primary) });
      states.splice(0, states.length - statesMax);
      if (isPrimaryAway) log.info('primary back');
      isPrimaryAway = false;
    } catch (error) {
      if (!isPrimaryAway) log.warn({ err: error }, 'primary away, replicas are read from');
      isPrimaryAway = true;
    }
    await Promise.all(replicas.map((replica) => replica.measure(states)));
  };
  const measuring = replicas.length === 0 ? undefined : repeat(measure);

  const rest = {
    latest: { read: readLatest },
    lagMaxMs: replicas.length === 0 ? 0 : args.lagMaxMs,
    now,
  };
  return {
    ...rest,
    read,
    ofPrimary: (insists) => ({
      ...rest,
      read: insists === 'always' ? readLatest : readPrimaryFirst,
    }),
    reads,
    replicas,
    async [Symbol.asyncDispose]() {
      await measuring?.[Symbol.asyncDispose]();
      await Promise.all([primary, ...databases].map((db) => db.$disconnect()));
    },
  };
}

/** Does `work`, which does not reject, at once and again and again; disposing waits for what is under way. */
function repeat(work: () => Promise<void>): AsyncDisposable {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const step = (): void => {
    running = work().then(() => {
      if (!isStopped) timer = setTimeout(step, measureEveryMs).unref();
    });
  };
  step();
  return {
    async [Symbol.asyncDispose]() {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
