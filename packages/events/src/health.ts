import type { Logger } from 'pino';

/** Whether something works, as far as the log needs to know. */
export type Health = { failed(error: unknown): void; worked(): void };

/** Says once that something fails, and once that it works again; what lies between is detail. */
export function createHealth(log: Logger, messages: { failed: string; worked: string }): Health {
  let isFailing = false;
  return {
    failed: (error) => {
      if (isFailing) log.debug({ err: error }, messages.failed);
      else log.warn({ err: error }, messages.failed);
      isFailing = true;
    },
    worked: () => {
      if (isFailing) log.info(messages.worked);
      isFailing = false;
    },
  };
}
