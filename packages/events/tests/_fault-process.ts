import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

import { Redis } from 'ioredis';
import { pino } from 'pino';

import type { BusOptions } from '../src/bus.ts';
import { startConsumer } from '../src/consumer.ts';
import { createDeadLetters } from '../src/dead-letters.ts';
import type { Failpoint } from '../src/failpoint.ts';
import { createProcessed } from '../src/processed.ts';
import { createPublisher } from '../src/publisher.ts';
import { startRelay } from '../src/relay.ts';
import { resendDueLetters } from '../src/resend.ts';
import { createEffects } from './_effects.ts';

/** What a test tells this process, which then works until it comes to the moment it is killed at. */
export type FaultProcess = {
  role: 'relay' | 'consumer' | 'resender';
  bus: BusOptions;
  databaseUrl: string;
  redisUrl: string;
  mongoUrl: string;
  group: string;
  /** How a consumer takes what it is given. */
  handling: 'one by one' | 'together' | 'refused';
  /** As by `kill -9`, when it passes there for the `passes`th time. */
  killAt: { point: KillPoint; passes: number } | null;
};

/** `handler:wrote`: within a batch, after one effect of it. */
export type KillPoint = Failpoint | 'handler:wrote';

const [message] = await once(process, 'message');
const { role, bus, databaseUrl, redisUrl, mongoUrl, group, handling, killAt } =
  message as FaultProcess; // the parent is a test
const log = pino({ level: 'silent' });
let passes = 0;
const failpoint = (point: KillPoint): void => {
  if (point !== killAt?.point) return;
  passes += 1;
  if (passes === killAt.passes) process.kill(process.pid, 'SIGKILL');
};
if (role === 'relay') {
  const deadLetters = createDeadLetters({ mongoUrl, log });
  // Few at once, so that there are many moments to be killed at.
  const pace = { refusedRetryMs: 5, deadLookMs: 50, deadLimit: 3 };
  startRelay({ databaseUrl, bus, log, failpoint, deadLetters, ...pace });
} else if (role === 'resender') {
  // All that waits is due.
  const now = () => new Date(Date.now() + 86_400_000);
  const deadLetters = createDeadLetters({ mongoUrl, log });
  const publisher = createPublisher({ bus, log, now: () => new Date() });
  for (;;) {
    const options = { deadLetters, publisher, log, now, failpoint };
    await resendDueLetters(options, new AbortController().signal);
    await delay(200);
  }
} else {
  const effects = createEffects(mongoUrl);
  startConsumer({
    group,
    bus,
    log,
    failpoint,
    deadLetters: createDeadLetters({ mongoUrl, log }),
    processed: createProcessed(new Redis(redisUrl), { group, log }),
    sessionTimeoutMs: 6000,
    // At once: what is committed before it is handled is lost by the next kill.
    commitIntervalMs: 0,
    now: () => new Date(),
    handle: (event) =>
      handling === 'refused' ? Promise.reject(new Error('refused')) : effects.add(group, event.id),
    ...(handling === 'together' && {
      handleMany: async (events) => {
        for (const { id } of events) {
          await effects.add(group, id);
          failpoint('handler:wrote');
        }
      },
    }),
    isUnavailable: () => handling !== 'refused',
  });
}
