import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { Redis } from 'ioredis';
import { Kafka, logLevel } from 'kafkajs';
import { MongoClient } from 'mongodb';
import pg from 'pg';

import { type StoreUrls, urlVariables } from '../src/layout.ts';
import { removeFolder } from '../src/remove-folder.ts';
import { endLeftovers } from '../src/stores.ts';

/** The environment of a developer who names no store. */
export function plainEnv(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const name of urlVariables) delete env[name];
  return env;
}

/** A folder that goes with the test, together with whatever still runs in it. */
export async function makeFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'dailyfeed-infra-'));
  return {
    path,
    async [Symbol.asyncDispose]() {
      await endLeftovers(path);
      await removeFolder(path);
    },
  };
}

export type Holder = { child: ChildProcess; urls: StoreUrls; adminUrl: string; pids: number[] };

/** Starts the process of `_start-stores.ts`, without waiting for its stores. */
export function spawnHolder(dataDir: string, env: NodeJS.ProcessEnv = {}): ChildProcess {
  const program = fileURLToPath(new URL('_start-stores.ts', import.meta.url));
  return spawn(process.execPath, [program, dataDir], {
    env: { ...plainEnv(), ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Starts it and waits until its stores serve. */
export async function startHolder(dataDir: string, env?: NodeJS.ProcessEnv): Promise<Holder> {
  const child = spawnHolder(dataDir, env);
  if (child.stdout === null) throw new Error('spawned without a pipe');
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, ...JSON.parse(String(line)) };
}

/** `kill -9`, and waits until it is gone. */
export async function killHolder(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

/** Puts one fact into each of the four stores. */
export async function writeFacts(urls: StoreUrls): Promise<void> {
  await using stores = await connectAll(urls);
  await stores.postgres.query(`create table fact (text text); insert into fact values ('kept')`);
  await stores.redis.set('fact', 'kept');
  await stores.mongo.db().collection('fact').insertOne({ text: 'kept' });
  await stores.admin.createTopics({ waitForLeaders: true, topics: [{ topic: 'fact' }] });
  const producer = stores.kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  await producer.send({ topic: 'fact', messages: [{ key: 'fact', value: 'kept' }] });
  await producer.disconnect();
}

/** What `writeFacts` left, as each store tells it. */
export async function readFacts(urls: StoreUrls): Promise<Record<string, unknown>> {
  await using stores = await connectAll(urls);
  const rows = await stores.postgres.query('select text from fact');
  const document = await stores.mongo.db().collection('fact').findOne();
  const offsets = await stores.admin.fetchTopicOffsets('fact');
  return {
    postgres: rows.rows,
    redis: await stores.redis.get('fact'),
    mongo: document?.['text'],
    kafka: offsets.reduce((sum, partition) => sum + Number(partition.high), 0),
  };
}

export const keptFacts = { postgres: [{ text: 'kept' }], redis: 'kept', mongo: 'kept', kafka: 1 };

async function connectAll(urls: StoreUrls) {
  await using stack = new AsyncDisposableStack();
  const postgres = new pg.Client({ connectionString: urls.MEMBER_DATABASE_URL });
  await postgres.connect();
  stack.defer(() => postgres.end());
  const redis = stack.adopt(
    new Redis(urls.REDIS_URL),
    async (client) => void (await client.quit()),
  );
  const mongo = stack.adopt(await MongoClient.connect(urls.MONGODB_URL), (client) =>
    client.close(),
  );
  const kafka = new Kafka({ brokers: [urls.KAFKA_BROKERS], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  stack.defer(() => admin.disconnect());
  const open = stack.move();
  return { postgres, redis, mongo, kafka, admin, [Symbol.asyncDispose]: () => open.disposeAsync() };
}
