import { parseArgs } from 'node:util';

import { parseEnv } from '@dailyfeed/service-kit/env';
import { createLog } from '@dailyfeed/service-kit/log';
import { connectRedis } from '@dailyfeed/service-kit/redis';

import { connect } from '../db/client.ts';
import { revokeKey, rotateKeys } from '../domain/key-rotation.ts';
import { JobEnvs } from '../env.ts';

/*
 * node apps/member/src/commands/rotate-keys.ts                 what is due; hourly is right, more often does no harm
 * node apps/member/src/commands/rotate-keys.ts --now           the next key signs, once published for 11 minutes
 * node apps/member/src/commands/rotate-keys.ts --revoke <kid>  withdraws a key that others may know
 */

const { values } = parseArgs({
  options: { now: { type: 'boolean', default: false }, revoke: { type: 'string' } },
});
const env = parseEnv(JobEnvs['rotate-keys'], process.env);
const log = createLog('rotate-keys', { level: env.LOG_LEVEL });
const db = connect(env.MEMBER_DATABASE_URL);
const deps = {
  db,
  now: () => new Date(),
  settings: {
    accessTokenTtlSeconds: env.ACCESS_TOKEN_TTL_SECONDS,
    keyEncryptionKey: env.KEY_ENCRYPTION_KEY,
  },
};
try {
  process.exitCode = values.revoke === undefined ? await rotate() : await revoke(values.revoke);
} finally {
  await db.$disconnect();
}

async function rotate(): Promise<number> {
  const steps = await rotateKeys(deps, { when: values.now ? 'now' : 'due' });
  log.info({ steps }, 'signing keys up to date');
  if (!values.now || steps.some((step) => step.kind === 'promote')) return 0;
  log.error('the next signing key has not been published for long enough');
  return 1;
}

async function revoke(kid: string): Promise<number> {
  const redis = await connectRedis({ url: env.REDIS_URL, name: 'state', log });
  const isKnown = await revokeKey({ ...deps, redis, log }, kid).finally(() => redis.disconnect());
  if (isKnown) log.info({ kid }, 'signing key revoked');
  else log.error({ kid }, 'no such signing key');
  return isKnown ? 0 : 1;
}
