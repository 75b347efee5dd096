import { resendDueLetters, type ResendOptions } from '@dailyfeed/events/resend';
import type { Job } from '@dailyfeed/service-kit/job';

/** Sends dead letters of every service again. */
export function createResendDeadLettersJob(deps: ResendOptions): Job {
  return {
    name: 'resend-dead-letters',
    everyMs: 60_000,
    run: (signal) => resendDueLetters(deps, signal),
  };
}
