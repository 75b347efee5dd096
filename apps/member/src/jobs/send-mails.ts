import { setTimeout as delay } from 'node:timers/promises';

import { sendDueMails, type SendMailsDeps } from '../domain/send-mails.ts';

/** A mail goes out this soon after its cause is committed; several processes share the work. */
const lookEveryMs = 1000;

/** Sends what is due for as long as the service runs. */
export function startMails(deps: SendMailsDeps): AsyncDisposable {
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    do await sendAndTell(deps);
    while (await pause(stopping.signal));
  };
  const running = run();
  return {
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await running;
    },
  };
}

/** False when there is nothing to wait for any more. */
async function pause(signal: AbortSignal): Promise<boolean> {
  return delay(lookEveryMs, true, { signal, ref: false }).catch(() => false);
}

async function sendAndTell(deps: SendMailsDeps): Promise<void> {
  try {
    await sendDueMails(deps);
  } catch (error) {
    // The rows are there still; the next look tries again.
    deps.log.warn({ err: error }, 'mails not looked for');
  }
}
