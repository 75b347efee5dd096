import { setTimeout as delay } from 'node:timers/promises';

import { parseEnv } from '@dailyfeed/service-kit/env';
import { runJobOnce } from '@dailyfeed/service-kit/job';
import { createPostgresLease, type Lease } from '@dailyfeed/service-kit/lease';
import { createLog } from '@dailyfeed/service-kit/log';

import { connect } from '../db/client.ts';
import { JobEnvs } from '../env.ts';
import { createRebuildJob } from '../jobs/reindex.ts';
import { connectSources } from '../sources.ts';

// node apps/search/src/commands/reindex.ts    builds the whole index anew, while the present one serves

const pauseMs = 500;

const env = parseEnv(JobEnvs.reindex, process.env);
const log = createLog('reindex', { level: env.LOG_LEVEL });
const db = connect(env.SEARCH_DATABASE_URL);
const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());
process.once('SIGINT', () => stopping.abort());
try {
  const job = createRebuildJob({ db, ...connectSources(env, { now: () => new Date() }) });
  process.exitCode = await runJobOnce(job, { log, lease: waitFor(env.SEARCH_DATABASE_URL) });
} finally {
  await db.end();
}

/** What somebody else builds just now may have been read before what this is run for: it is waited for. */
function waitFor(databaseUrl: string): Lease {
  const lease = createPostgresLease(databaseUrl);
  return async (name, work) => {
    for (let turn = 0; ; turn += 1) {
      const outcome = await lease(name, work);
      if (outcome.isHeld || stopping.signal.aborted) return outcome;
      if (turn === 0) log.info({ job: name }, 'waits for whoever does it already');
      await delay(pauseMs);
    }
  };
}
