import { toOutboxRow } from '@dailyfeed/events/outbox';
import { startRelay } from '@dailyfeed/events/relay';
import { createLog } from '@dailyfeed/service-kit/log';
import { inject } from 'vitest';

import { startTestTimeline } from './_harness.ts';

export type NewEvent = Parameters<typeof toOutboxRow>[0];

/** The service, which hears of what `publish` is given as it does of what content and member write. */
export async function startEvents() {
  await using stack = new AsyncDisposableStack();
  const brokers = inject('stores').kafkaBrokers;
  const timeline = stack.use(await startTestTimeline({ KAFKA_BROKERS: brokers }));
  const relay = stack.use(
    startRelay({
      databaseUrl: timeline.database.url,
      bus: {
        brokers: brokers.split(','),
        topic: timeline.topic,
        acks: 1,
        replicationFactor: 1,
        clientId: 'test',
      },
      log: createLog('test', { level: 'silent' }),
    }),
  );
  const resources = stack.move();
  return {
    timeline,
    publish: async (event: NewEvent): Promise<void> => {
      await timeline.db.outbox.createMany({ data: [toOutboxRow(event, new Date())] });
      relay.wake();
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
