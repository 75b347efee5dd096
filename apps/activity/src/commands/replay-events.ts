import { parseArgs } from 'node:util';

import { replayDay, replayRefusalOf } from '@dailyfeed/events/replay';
import { parseEnv } from '@dailyfeed/service-kit/env';
import { createLog } from '@dailyfeed/service-kit/log';
import { isStoreUnavailable } from '@dailyfeed/service-kit/unavailable';

import { connectActivity } from '../db/client.ts';
import { recordActivities } from '../domain/activity.ts';
import { BusEnv, Env, toBus } from '../env.ts';

// node apps/activity/src/commands/replay-events.ts --day 20261121 --group activity

const { values } = parseArgs({ options: { day: { type: 'string' }, group: { type: 'string' } } });
const { day = '', group = '' } = values;
process.exitCode = await replay();

async function replay(): Promise<number> {
  const refusal = replayRefusalOf(group);
  if (refusal !== undefined) {
    console.error(`${group || 'No group'} is not replayed: ${refusal}`);
    return 1;
  }
  if (group !== 'activity') {
    console.error(`${group} is replayed by the service whose group it is; this is activity`);
    return 1;
  }
  const env = parseEnv(BusEnv.extend(Env.pick({ MONGODB_URL: true }).shape), process.env);
  const log = createLog('replay-events', { level: env.LOG_LEVEL });
  await using db = connectActivity({ url: env.MONGODB_URL, log });
  try {
    const counts = await replayDay({
      bus: toBus(env),
      log,
      day,
      group,
      handle: (event) => recordActivities({ db }, [event]),
      isUnavailable: isStoreUnavailable,
    });
    log.info({ day, group, ...counts }, 'day replayed');
    return 0;
  } catch (error) {
    log.error({ day, group, err: error }, 'day not replayed to its end');
    return 1;
  }
}
