import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';

import { inject } from 'vitest';

import { createKafka } from '../src/bus.ts';
import { createEffects } from './_effects.ts';
import type { FaultProcess, KillPoint } from './_fault-process.ts';
import { createBus, createOutbox, log } from './_harness.ts';

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
    /** How many messages a group has told the broker that it has handled. */
    committedOf: async (name: string): Promise<number> => {
      const admin = createKafka(bus, log).admin();
      await admin.connect();
      try {
        const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(bus.topic));
        const groupId = `${name}-${bus.topic}`;
        const offsets = await admin.fetchOffsets({ groupId, topics });
        const partitions = offsets.flatMap((each) => each.partitions);
        return partitions.reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0);
      } finally {
        await admin.disconnect();
      }
    },
    /** Runs until it has been killed at the point. */
    runUntilKilled: async (role: FaultProcess['role'], options: Options): Promise<void> => {
      const child = start(role, options);
      await once(child, 'exit');
      if (child.signalCode !== 'SIGKILL') throw new Error(`ended by itself: ${child.exitCode}`);
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
