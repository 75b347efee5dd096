import { AppError } from '@dailyfeed/contract/errors';
import { isRefusal } from '@dailyfeed/events/bus';
import { parkLetter, resendLetter, type ResendOptions } from '@dailyfeed/events/resend';

import type { DeadLetterDesk } from '../deps.ts';

/** Dead letters as a person deals with them; each decision is a line of the log, with who took it. */
export function createDeadLetterDesk(options: ResendOptions): DeadLetterDesk {
  const { deadLetters, publisher, log } = options;
  const telling: ResendOptions = {
    ...options,
    publisher: {
      publish: async (messages) => {
        try {
          await publisher.publish(messages);
        } catch (error) {
          throw isRefusal(error) ? error : new AppError('UPSTREAM_UNAVAILABLE', { cause: error });
        }
      },
    },
  };
  return {
    list: (filter) => deadLetters.list(filter),
    find: (id) => deadLetters.find(id),
    summarize: () => deadLetters.summarize(),
    resend: async (id, actorId) => {
      const outcome = await resendLetter(id, telling);
      log.info({ letterId: id, actorId, outcome }, 'dead letter resent by an admin');
      return outcome;
    },
    park: async (id, actorId) => {
      const outcome = await parkLetter(id, options);
      log.info({ letterId: id, actorId, outcome }, 'dead letter parked by an admin');
      return outcome;
    },
  };
}
