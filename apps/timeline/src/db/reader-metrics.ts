import type { Metrics } from '@dailyfeed/service-kit/metrics';
import { Counter, Gauge } from 'prom-client';

import type { ContentStore } from './reader.ts';

/** Which server is read from, and how far each replica is behind. */
export function exportReads(
  register: Metrics,
  store: Pick<ContentStore, 'reads' | 'replicas'>,
): void {
  const reads: Counter<'target'> = new Counter({
    name: 'dailyfeed_content_reads_total',
    help: 'Queries of the database content, by the server that was asked.',
    labelNames: ['target'],
    registers: [register],
    collect: () => {
      reads.reset();
      for (const [target, count] of store.reads) reads.inc({ target }, count);
    },
  });
  const lag: Gauge<'target'> = new Gauge({
    name: 'dailyfeed_content_replica_lag_seconds',
    help: 'What a replica is behind at most; +Inf while it is not read from because it failed.',
    labelNames: ['target'],
    registers: [register],
    collect: () => {
      for (const replica of store.replicas) {
        lag.set({ target: replica.name }, replica.lagMs() / 1000);
      }
    },
  });
}
