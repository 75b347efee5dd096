import { parseEnv } from '@dailyfeed/service-kit/env';
import { createLog } from '@dailyfeed/service-kit/log';

import { connect } from '../db/client.ts';
import { cleanTokens } from '../domain/token-cleanup.ts';
import { Env } from '../env.ts';

// node apps/member/src/commands/token-cleanup.ts    daily is right, more often does no harm

const env = parseEnv(Env.pick({ LOG_LEVEL: true, MEMBER_DATABASE_URL: true }), process.env);
const log = createLog('token-cleanup', { level: env.LOG_LEVEL });
const db = connect(env.MEMBER_DATABASE_URL);
try {
  const removed = await cleanTokens({ db, now: () => new Date() });
  log.info({ removed }, 'tokens cleaned up');
} finally {
  await db.$disconnect();
}
