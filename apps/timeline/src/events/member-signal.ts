import { connectSubscriber } from '@dailyfeed/auth/subscriber';
import { membersChannel } from '@dailyfeed/contract/signal';
import type { Log } from '@dailyfeed/service-kit/log';
import type { Redis } from 'ioredis';
import * as z from 'zod';

import type { Deps } from '../deps.ts';

/**
 * Forgets members as soon as who may see them has changed: what is remembered of one who has just closed their account
 * would show their posts for up to a minute while events are late.
 */
export function hearMembers(
  { members }: Pick<Deps, 'members'>,
  { redis, log }: { redis: Redis; log: Log },
): Disposable {
  const subscriber = connectSubscriber(redis, {
    log,
    onMessage: (_channel, message) => {
      const memberId = z.uuid().safeParse(message);
      if (memberId.success) void members.forgetSummary(memberId.data);
      else log.error('member signal unreadable');
    },
    // What was not heard the events say, or the end of what is remembered.
    onReady: () => undefined,
  });
  void subscriber.subscribe(membersChannel);
  return { [Symbol.dispose]: () => subscriber.disconnect() };
}
