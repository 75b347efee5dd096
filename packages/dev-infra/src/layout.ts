import { join } from 'node:path';

import { createPassword, type Settings } from './data-folder.ts';
import { readerRole, roles, toDatabaseUrl } from './database.ts';
import { planKafkaServer } from './kafka.ts';
import { planFerretdb, planMongod } from './mongo.ts';
import { findFreePorts } from './port.ts';
import { planPostgres } from './postgres.ts';
import type { Programs } from './prepare.mjs';
import { planRedisCache, planRedisServer } from './redis.ts';
import { type StorePlan, type StoreName } from './store-name.ts';

/** The variables that name stores. Each that is set replaces an embedded one. */
export const urlVariables = [
  'MEMBER_DATABASE_URL',
  'CONTENT_DATABASE_URL',
  // Of a role that may only read what the content service grants.
  'CONTENT_READ_URL',
  'IMAGE_DATABASE_URL',
  'SEARCH_DATABASE_URL',
  'REDIS_URL',
  'REDIS_CACHE_URL',
  'KAFKA_BROKERS',
  'MONGODB_URL',
] as const;

/** The addresses that services are started with. */
export type StoreUrls = Record<(typeof urlVariables)[number], string>;

/** `env` without the variables that name stores: all of them are embedded then. */
export function withoutStores(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const rest = { ...env };
  for (const name of urlVariables) delete rest[name];
  return rest;
}

/** Which servers to run, and what that makes of the addresses. */
export type Layout = {
  plans: Partial<Record<StoreName, StorePlan>>;
  urls: StoreUrls;
  /** Of the embedded PostgreSQL's superuser. */
  adminUrl: string;
  /** What the data folder is to remember. */
  settings: Settings;
};

type LayoutArgs = {
  dataDir: string;
  env: NodeJS.ProcessEnv;
  programs: Programs;
  /** What the data folder remembers. */
  settings: Settings;
  durability: 'full' | 'none';
};

/** Decides ports, passwords and addresses. Starts nothing. */
export async function planLayout(args: LayoutArgs): Promise<Layout> {
  const { dataDir, env, programs } = args;
  const settings = await completeSettings(args);
  const { passwords, ports } = settings;
  const toUrl = (role: string, database: string): string =>
    toDatabaseUrl({ role, database, password: passwords[role] ?? '', port: ports.postgres });
  const adminUrl = toUrl('postgres', 'postgres');

  const plans: Layout['plans'] = {};
  if (needsPostgres(env, programs)) {
    plans.postgres = await planPostgres({
      folder: join(dataDir, 'postgres'),
      port: ports.postgres,
      password: passwords['postgres'] ?? '',
      durability: args.durability,
    });
  }
  if (programs.redis !== undefined) {
    const path = programs.redis;
    plans.redis = planRedisServer({ path, folder: join(dataDir, 'redis'), port: ports.redis });
    if (!env['REDIS_CACHE_URL']) {
      const folder = join(dataDir, 'redis-cache');
      plans['redis-cache'] = planRedisCache({ path, folder, port: ports.redisCache });
    }
  }
  if (programs.kafka !== undefined && programs.java !== undefined) {
    plans.kafka = planKafkaServer({
      java: programs.java,
      jars: programs.kafka,
      dataDir,
      ports: [ports.kafka, ports.kafkaController],
    });
  }
  if (programs.mongo !== undefined) {
    const { engine, path } = programs.mongo;
    plans.mongo =
      engine === 'mongod'
        ? planMongod({ path, folder: join(dataDir, 'mongo'), port: ports.mongo })
        : planFerretdb({ path, postgresUrl: toUrl('ferretdb', 'ferretdb'), port: ports.mongo });
  }

  const { MEMBER_DATABASE_URL, CONTENT_DATABASE_URL, CONTENT_READ_URL } = env;
  const { IMAGE_DATABASE_URL, SEARCH_DATABASE_URL } = env;
  const { REDIS_URL, REDIS_CACHE_URL, KAFKA_BROKERS, MONGODB_URL } = env;
  const urls = {
    MEMBER_DATABASE_URL: MEMBER_DATABASE_URL || toUrl('member', 'member'),
    CONTENT_DATABASE_URL: CONTENT_DATABASE_URL || toUrl('content', 'content'),
    // A primary that was given without a role for reading is read from by its owner.
    CONTENT_READ_URL: CONTENT_READ_URL || CONTENT_DATABASE_URL || toUrl(readerRole, 'content'),
    IMAGE_DATABASE_URL: IMAGE_DATABASE_URL || toUrl('image', 'image'),
    SEARCH_DATABASE_URL: SEARCH_DATABASE_URL || toUrl('search', 'search'),
    REDIS_URL: REDIS_URL || `redis://127.0.0.1:${ports.redis}`,
    // A Redis that was given alone caches too.
    REDIS_CACHE_URL: REDIS_CACHE_URL || REDIS_URL || `redis://127.0.0.1:${ports.redisCache}`,
    KAFKA_BROKERS: KAFKA_BROKERS || `127.0.0.1:${ports.kafka}`,
    MONGODB_URL: MONGODB_URL || `mongodb://127.0.0.1:${ports.mongo}/activity`,
  };
  return { plans, urls, adminUrl, settings };
}

function needsPostgres(env: NodeJS.ProcessEnv, programs: Programs): boolean {
  const { MEMBER_DATABASE_URL, CONTENT_DATABASE_URL } = env;
  const { IMAGE_DATABASE_URL, SEARCH_DATABASE_URL } = env;
  const named = [
    MEMBER_DATABASE_URL,
    CONTENT_DATABASE_URL,
    IMAGE_DATABASE_URL,
    SEARCH_DATABASE_URL,
  ];
  const isNamed = named.every((url) => Boolean(url));
  return !isNamed || programs.mongo?.engine === 'ferretdb';
}

async function completeSettings({
  settings,
  programs,
}: LayoutArgs): Promise<Settings & { ports: Required<Settings['ports']> }> {
  const old = settings.ports;
  const [postgres = 0, redis = 0, redisCache = 0, kafka = 0, kafkaController = 0, mongo = 0] =
    await findFreePorts([
      old.postgres,
      old.redis,
      old.redisCache,
      old.kafka,
      old.kafkaController,
      old.mongo,
    ]);
  const passwords = { ...settings.passwords };
  for (const role of roles) passwords[role] ??= createPassword();
  return {
    ...settings,
    ports: { postgres, redis, redisCache, kafka, kafkaController, mongo },
    passwords,
    ...(programs.mongo && { mongoEngine: programs.mongo.engine }),
  };
}
