import { runResendOutbox } from '@dailyfeed/events/outbox-command';
import { parseEnv } from '@dailyfeed/service-kit/env';

import { Env } from '../env.ts';

// node apps/member/src/commands/resend-outbox.ts --from 2026-11-21T10:00:00Z --to 2026-11-21T10:05:00Z

const env = parseEnv(Env.pick({ MEMBER_DATABASE_URL: true }), process.env);
process.exitCode = await runResendOutbox({
  databaseUrl: env.MEMBER_DATABASE_URL,
  args: process.argv.slice(2),
  say: (line) => console.log(line),
});
