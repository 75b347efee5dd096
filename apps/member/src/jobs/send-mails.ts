import type { Job } from '@dailyfeed/service-kit/job';

import { sendDueMails, type SendMailsDeps } from '../domain/send-mails.ts';

/** Sends the mails that are due. Several processes share the work. */
export function createSendMailsJob(deps: SendMailsDeps): Job {
  return {
    name: 'send-mails',
    firstAfterMs: 0,
    // A mail goes out this soon after its cause is committed.
    everyMs: 1000,
    run: async () => {
      await sendDueMails(deps);
      return undefined;
    },
  };
}
