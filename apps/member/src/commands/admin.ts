import { AppError } from '@dailyfeed/contract/errors';
import { parseEnv } from '@dailyfeed/service-kit/env';
import { createLog } from '@dailyfeed/service-kit/log';
import { connectRedis } from '@dailyfeed/service-kit/redis';

import { listAdmins } from '../db/admin-members.ts';
import { connect } from '../db/client.ts';
import { setAdmin } from '../domain/role.ts';
import { Env } from '../env.ts';

/*
 * node apps/member/src/commands/admin.ts list                      who is an admin
 * node apps/member/src/commands/admin.ts grant <handle|e-mail>     from here on this member is one
 * node apps/member/src/commands/admin.ts revoke <handle|e-mail>    from here on this member is none
 */

const CommandEnv = Env.pick({
  LOG_LEVEL: true,
  MEMBER_DATABASE_URL: true,
  REDIS_URL: true,
  ACCESS_TOKEN_TTL_SECONDS: true,
});

const [action, who] = process.argv.slice(2);
const env = parseEnv(CommandEnv, process.env);
const log = createLog('admin', { level: env.LOG_LEVEL });
const db = connect(env.MEMBER_DATABASE_URL);
try {
  process.exitCode = await run();
} finally {
  await db.$disconnect();
}

async function run(): Promise<number> {
  if (action === 'list') {
    const admins = await listAdmins(db);
    for (const { handle, disabledAt, deactivatedAt } of admins) {
      log.info({ handle, isPresent: !disabledAt && !deactivatedAt }, 'admin');
    }
    if (admins.length === 0) log.info('nobody is an admin');
    return 0;
  }
  if ((action !== 'grant' && action !== 'revoke') || who === undefined) {
    log.error('expected: list | grant <handle|e-mail> | revoke <handle|e-mail>');
    return 1;
  }
  return change(action, who);
}

async function change(kind: 'grant' | 'revoke', name: string): Promise<number> {
  const redis = await connectRedis({ url: env.REDIS_URL, name: 'state', log });
  try {
    const deps = {
      db,
      redis,
      log,
      now: () => new Date(),
      // Nothing is refused in this process.
      revocations: { add: () => undefined },
      settings: { accessTokenTtlSeconds: env.ACCESS_TOKEN_TTL_SECONDS },
    };
    const { member, isChanged } = await setAdmin(deps, name, kind);
    const facts = { handle: member.handle, roles: member.roles };
    log.info(facts, isChanged ? 'roles changed' : 'roles as they were');
    return 0;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'MEMBER_NOT_FOUND') throw error;
    log.error('no such member');
    return 1;
  } finally {
    redis.disconnect();
  }
}
