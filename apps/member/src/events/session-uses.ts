import { parseSessionUse, sessionUsesChannel } from '@dailyfeed/auth/session-uses';
import { connectSubscriber } from '@dailyfeed/auth/subscriber';

import type { Deps } from '../deps.ts';

/** Notes the access tokens that the gateway and the other services meet. */
export function hearSessionUses(deps: Pick<Deps, 'redis' | 'log' | 'sessionUses'>): Disposable {
  const subscriber = connectSubscriber(deps.redis, {
    log: deps.log,
    onMessage: (_channel, message) => {
      const use = parseSessionUse(message);
      if (use) void deps.sessionUses.note(use);
      else deps.log.error('session use unreadable');
    },
    // Whoever was not heard says it again with the token's next request.
    onReady: () => undefined,
  });
  void subscriber.subscribe(sessionUsesChannel);
  return { [Symbol.dispose]: () => subscriber.disconnect() };
}
