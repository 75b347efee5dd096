import { expect, test, vi } from 'vitest';

import { replayDay } from '../src/replay.ts';
import { maintainTopics } from '../src/topic-upkeep.ts';
import { topicOf } from '../src/topic.ts';
import { createBus, createRows, log, produce, withAdmin } from './_harness.ts';

vi.setConfig({ testTimeout: 240_000 });
const soon = { timeout: 40_000, interval: 50 };

test('what the brokers let go of while a day is replayed is counted as lost, and not waited for', async () => {
  const bus = createBus();
  await maintainTopics({ bus, log, now: () => new Date() });
  const topic = topicOf(bus.topic, new Date());
  // Each as long as what is fetched at once, so that the others are still to be read when the first is handled.
  const headers = { pad: 'x'.repeat(900_000) };
  for (const { key, event } of createRows(4)) {
    const message = { key, value: JSON.stringify(event), headers };
    await vi.waitFor(() => produce(bus, [message]), soon);
  }
  const handled: string[] = [];
  const counts = await replayDay({
    bus,
    log,
    day: topic.slice(-8),
    group: 'activity',
    silenceMs: 500,
    isUnavailable: () => false,
    handle: async ({ id }) => {
      handled.push(id);
      if (handled.length > 1) return;
      await withAdmin(bus, async (admin) => {
        // The client asks where the partitions are for this, and for deleting records does not.
        await admin.fetchTopicOffsets(topic);
        await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '4' }] });
      });
    },
  });
  expect(handled.length).toBeLessThan(4);
  expect(counts).toEqual({ handled: handled.length, skipped: 0, lost: 4 - handled.length });
});
