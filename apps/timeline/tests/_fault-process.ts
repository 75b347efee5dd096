import { once } from 'node:events';

import type { Failpoint } from '@dailyfeed/events/failpoint';

import { startTimeline } from '../src/testing.ts';

/** What a test tells this process, which then works until it comes to the moment it is killed at. */
export type FaultProcess = {
  env: Parameters<typeof startTimeline>[0];
  /** Of every author. */
  followerIds: string[];
  /** As by `kill -9`, when it passes there for the `passes`th time. */
  killAt: { point: Failpoint; passes: number } | null;
};

const [message] = await once(process, 'message');
const { env, followerIds, killAt } = message as FaultProcess; // the parent is a test
const pageSize = 500;
let passes = 0;
await startTimeline(env, {
  jobs: 'rest',
  members: {
    summaries: async () => [],
    followIds: async ({ cursor }) => {
      const start = Number(cursor ?? 0);
      const end = start + pageSize;
      const nextCursor = end < followerIds.length ? String(end) : null;
      return { items: followerIds.slice(start, end), nextCursor };
    },
    hiddenIds: async () => ({ blocked: [], muted: [] }),
  },
  failpoint: (point) => {
    if (point !== killAt?.point) return;
    passes += 1;
    if (passes === killAt.passes) process.kill(process.pid, 'SIGKILL');
  },
});
