import type { Metrics } from '@dailyfeed/service-kit/metrics';
import type { Database } from '@dailyfeed/service-kit/postgres';
import { Gauge } from 'prom-client';

import { type Stored, sumStored } from './db/refining.ts';

/** How many images there are, and how many bytes, by what they are for. */
export function exportStored(metrics: Metrics, db: Database): void {
  // Without an answer the last one stands.
  const read = (): Promise<Stored[]> => sumStored(db).catch(() => []);
  // Each asks for itself: metrics are collected side by side, and one would tell what another has yet to learn.
  const images = new Gauge({
    name: 'dailyfeed_images',
    help: 'Images that are stored, by purpose.',
    labelNames: ['purpose'],
    registers: [metrics],
    collect: async () => {
      for (const { purpose, count } of await read()) images.set({ purpose }, count);
    },
  });
  const bytes = new Gauge({
    name: 'dailyfeed_image_bytes',
    help: 'Bytes that are stored, by purpose and class.',
    labelNames: ['purpose', 'class'],
    registers: [metrics],
    collect: async () => {
      for (const { purpose, original, variants } of await read()) {
        bytes.set({ purpose, class: 'original' }, original);
        bytes.set({ purpose, class: 'variant' }, variants);
      }
    },
  });
}
