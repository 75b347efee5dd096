import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';

import { inject } from 'vitest';

import { createEffects } from './_effects.ts';
import type { FaultProcess, KillPoint } from './_fault-process.ts';
import { createBus, createOutbox } from './_harness.ts';

type Options = {
  group?: string;
  handling?: FaultProcess['handling'];
  killAt: { point: KillPoint; passes: number };
};

/** An outbox, a bus, and a store of effects, with processes that can be killed at any moment. */
export async function createFaultWorld(brokers?: string) {
  await using stack = new AsyncDisposableStack();
  const outbox = stack.use(await createOutbox());
  const bus = createBus(brokers);
  const mongoUrl = new URL(`/test_${randomUUID().slice(0, 8)}`, inject('stores').mongoUrl).href;
  const effects = stack.use(createEffects(mongoUrl));
  const started = new Set<ChildProcess>();
  stack.defer(() => {
    for (const child of started) child.kill('SIGKILL');
  });
  const start = (role: FaultProcess['role'], options: Partial<Options> = {}): ChildProcess => {
    const child = fork(new URL('_fault-process.ts', import.meta.url), {
      execArgv: [],
      stdio: 'ignore',
    });
    started.add(child);
    const { group = 'group', killAt = null, handling = 'one by one' } = options;
    child.send({
      role,
      bus,
      databaseUrl: outbox.url,
      redisUrl: inject('stores').redisUrl,
      mongoUrl,
      group: `${group}-${bus.topic}`,
      handling,
      killAt,
    } satisfies FaultProcess);
    return child;
  };
  const resources = stack.move();
  return {
    outbox,
    bus,
    effects,
    mongoUrl,
    groupOf: (name: string) => `${name}-${bus.topic}`,
    start,
    /** Runs until it has been killed at the point. */
    runUntilKilled: async (role: FaultProcess['role'], options: Options): Promise<void> => {
      const child = start(role, options);
      await once(child, 'exit');
      if (child.signalCode !== 'SIGKILL') throw new Error(`ended by itself: ${child.exitCode}`);
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
