import type { BusOptions } from '@dailyfeed/events/bus';
import { maintainTopics } from '@dailyfeed/events/topic-upkeep';
import type { Job } from '@dailyfeed/service-kit/job';
import type { Log } from '@dailyfeed/service-kit/log';

/** Creates the days' topics ahead, and deletes those whose time is over. */
export function createTopicsJob(deps: { bus: BusOptions; log: Log; now(): Date }): Job {
  return {
    name: 'topics',
    firstAfterMs: 0,
    everyMs: 3_600_000,
    run: (signal) => maintainTopics(deps, signal),
  };
}
