import { parseArgs } from 'node:util';

import { replayDay, replayRefusalOf } from '@dailyfeed/events/replay';
import { parseEnv } from '@dailyfeed/service-kit/env';
import { createLog } from '@dailyfeed/service-kit/log';
import { isDependencyAway } from '@dailyfeed/service-kit/unavailable';

import { connect } from '../db/client.ts';
import { indexEvents } from '../domain/indexing.ts';
import { ReplayEnv, toBus } from '../env.ts';
import { connectSources } from '../sources.ts';

// node apps/search/src/commands/replay-events.ts --day 20261121 --group search-index

const { values } = parseArgs({ options: { day: { type: 'string' }, group: { type: 'string' } } });
const { day = '', group = '' } = values;
process.exitCode = await replay();

async function replay(): Promise<number> {
  const refusal = replayRefusalOf(group);
  if (refusal !== undefined || group !== 'search-index') {
    const reason = refusal ?? 'it is another service’s; this is search';
    console.error(`${group || 'No group'} is not replayed: ${reason}`);
    return 1;
  }
  const env = parseEnv(ReplayEnv, process.env);
  const log = createLog('replay-events', { level: env.LOG_LEVEL });
  const db = connect(env.SEARCH_DATABASE_URL);
  const deps = { db, ...connectSources(env, { now: () => new Date() }) };
  try {
    const counts = await replayDay({
      bus: toBus(env),
      log,
      day,
      group,
      handle: (event) => indexEvents(deps, [event]),
      isUnavailable: isDependencyAway,
    });
    log.info({ day, group, ...counts }, 'day replayed');
    return 0;
  } catch (error) {
    log.error({ day, group, err: error }, 'day not replayed to its end');
    return 1;
  } finally {
    await db.end();
  }
}
