import { fileURLToPath } from 'node:url';

import {
  accessTokenAudience,
  accessTokenIssuer,
  createAccessTokenVerifier,
} from '@dailyfeed/auth/access-token';
import { createImageTokens } from '@dailyfeed/auth/image-token';
import { createRevocations } from '@dailyfeed/auth/revocations';
import { createDeadLetters } from '@dailyfeed/events/dead-letters';
import { exportOutbox } from '@dailyfeed/events/metrics';
import { startRelay } from '@dailyfeed/events/relay';
import { startJob } from '@dailyfeed/service-kit/job';
import type { Log } from '@dailyfeed/service-kit/log';
import { createMetrics } from '@dailyfeed/service-kit/metrics';
import { migrate } from '@dailyfeed/service-kit/migrate';
import { createPostgresProbe } from '@dailyfeed/service-kit/postgres-probe';
import { connectRedis } from '@dailyfeed/service-kit/redis';
import type { Running } from '@dailyfeed/service-kit/run';
import { createTurns } from '@dailyfeed/service-kit/turn';
import { untilReachable } from '@dailyfeed/service-kit/until-reachable';

import { createExportSources } from './clients/export-sources.ts';
import { createImages } from './clients/images.ts';
import { createFileMailer, createSmtpMailer } from './clients/mailer.ts';
import { createOidcProvider } from './clients/oidc-provider.ts';
import { noPlaces, openPlaces } from './clients/places.ts';
import { connect } from './db/client.ts';
import { createLogInThrottle } from './db/log-in-throttle.ts';
import type { AuthenticationProvider, Deps, Mailer } from './deps.ts';
import { checkCurrentKey, rotateKeys } from './domain/key-rotation.ts';
import { createPasswords } from './domain/password.ts';
import { listRevocations } from './domain/revocation.ts';
import { createSessionUses } from './domain/session-use.ts';
import { createSigningKeys } from './domain/signing-keys.ts';
import { toWaysIn } from './env-provider.ts';
import { type Env, toSettings } from './env.ts';
import { createEvents } from './events/outbox.ts';
import { hearSessionUses } from './events/session-uses.ts';
import { createEraseDeletedJob } from './jobs/erase-deleted.ts';
import { createRotateKeysJob } from './jobs/rotate-keys.ts';
import { createSendMailsJob } from './jobs/send-mails.ts';
import { createTokenCleanupJob } from './jobs/token-cleanup.ts';
import { createMemberServer } from './server.ts';

/** Those that run inside the service; each is a command as well, where a person or a scheduler may want it. */
const jobs = [
  createRotateKeysJob,
  createSendMailsJob,
  createTokenCleanupJob,
  createEraseDeletedJob,
];
const migrations = fileURLToPath(new URL('../prisma/migrations', import.meta.url));

/** Migrates the database, makes sure there is a signing key, and puts the service together; it does not listen yet. */
export async function wire(
  env: Env,
  log: Log,
  overrides: Partial<Deps> = {},
): Promise<Running & { deps: Deps }> {
  const waysIn = toWaysIn(env);
  const places = env.GEOIP_DB === undefined ? noPlaces : await openPlaces(env.GEOIP_DB, { log });
  const databaseUrl = env.MEMBER_DATABASE_URL;
  await untilReachable(() => migrate({ databaseUrl, folder: migrations, log }), { log });

  await using starting = new AsyncDisposableStack();
  const now = overrides.now ?? (() => new Date());
  const settings = toSettings(env);
  const db =
    overrides.db ?? starting.adopt(connect(databaseUrl), (database) => database.$disconnect());
  await untilReachable(() => rotateKeys({ db, now, settings }, { when: 'due' }), { log });
  await checkCurrentKey({ db, now, settings });

  const redis = starting.adopt(
    await connectRedis({ url: env.REDIS_URL, name: 'state', log }),
    (client) => client.disconnect(),
  );
  const deadLetters =
    env.MONGODB_URL === undefined
      ? undefined
      : starting.use(createDeadLetters({ mongoUrl: env.MONGODB_URL, log }));
  const relay = starting.use(startRelay({ databaseUrl, bus: busOf(env), deadLetters, log }));
  const revocations = starting.use(
    createRevocations({ poll: (since) => listRevocations({ db, now }, since), redis, log, now }),
  );
  const deps: Deps = {
    db,
    redis,
    log,
    events: createEvents(relay, { now }),
    keys: createSigningKeys({ db, now, settings }),
    revocations,
    sessionUses: createSessionUses({ db, now, log }),
    turns: createTurns(),
    passwords: await createPasswords(),
    logInThrottle: createLogInThrottle(redis, { now }),
    mailThrottle: createLogInThrottle(redis, { now }, 'mail'),
    signUpThrottle: createLogInThrottle(redis, { now }, 'sign-up'),
    mailer: createMailer(env, log, starting),
    providers: createProviders(waysIn, { log, now }),
    exportSources: createExportSources(
      {
        content: { url: env.CONTENT_URL, keys: env.PASSPORT_KEYS_CONTENT },
        activity: { url: env.ACTIVITY_URL, keys: env.PASSPORT_KEYS_ACTIVITY },
        search: { url: env.SEARCH_URL, keys: env.PASSPORT_KEYS_SEARCH },
        image: { url: env.IMAGE_URL, keys: env.PASSPORT_KEYS_IMAGE },
      },
      { now },
    ),
    places,
    images: createImages({ url: env.IMAGE_URL, keys: env.PASSPORT_KEYS_IMAGE, now }),
    imageTokens: createImageTokens({ keys: env.IMAGE_TOKEN_KEYS, now }),
    settings,
    now,
    ...overrides,
  };
  starting.use(hearSessionUses(deps));
  for (const createJob of jobs) starting.use(startJob(createJob(deps), { log }));
  const accessTokens = createAccessTokenVerifier({
    keys: deps.keys,
    revocations,
    issuer: accessTokenIssuer,
    audience: accessTokenAudience,
    now,
  });
  const metrics = createMetrics('member');
  exportOutbox(metrics, relay);
  const server = await createMemberServer(deps, {
    metrics,
    authentication: {
      audience: 'member',
      passportKeys: env.PASSPORT_KEYS,
      accessTokens,
      revocations,
      now,
    },
    publicOrigins: env.PUBLIC_ORIGINS,
    probe: starting.use(createPostgresProbe(databaseUrl)),
  });
  const resources = starting.move();
  return { server, deps, close: () => resources.disposeAsync() };
}

function createProviders(
  waysIn: ReturnType<typeof toWaysIn>,
  deps: Pick<Deps, 'log' | 'now'>,
): readonly AuthenticationProvider[] {
  return waysIn.map((way) =>
    way === 'password' ? { kind: 'password' } : createOidcProvider({ ...way, ...deps }),
  );
}

function createMailer(env: Env, log: Log, starting: AsyncDisposableStack): Mailer {
  const { hostname } = new URL(env.PUBLIC_ORIGINS[0] ?? 'http://localhost');
  const from = env.MAIL_FROM ?? `dailyfeed <no-reply@${hostname}>`;
  if (env.SMTP_URL === undefined) return createFileMailer({ folder: env.MAIL_DIR, from, log });
  const mailer = createSmtpMailer({ url: env.SMTP_URL, from });
  starting.defer(() => mailer.close());
  return mailer;
}

function busOf(env: Env): Parameters<typeof startRelay>[0]['bus'] {
  return {
    brokers: env.KAFKA_BROKERS,
    topic: env.EVENT_TOPIC,
    acks: env.KAFKA_ACKS,
    replicationFactor: env.KAFKA_REPLICATION,
    clientId: 'member',
  };
}
