import { signalChannelOf } from '@dailyfeed/contract/signal';
import type { Log } from '@dailyfeed/service-kit/log';
import type { Redis } from 'ioredis';

import type { Signals } from '../deps.ts';

/** Signals over Redis, to whichever process a member's stream is open at. */
export function createSignals(redis: Redis, log: Log): Signals {
  return {
    notify: (memberId) => {
      redis
        .publish(signalChannelOf(memberId), 'notification')
        .catch((error: unknown) => log.debug({ err: error }, 'signal not sent'));
    },
  };
}
