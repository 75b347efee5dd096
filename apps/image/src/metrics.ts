import type { Metrics } from '@dailyfeed/service-kit/metrics';
import { Gauge } from 'prom-client';

import type { ImageDatabase } from './db/client.ts';
import { sumStored } from './db/refining.ts';

/** How many images there are, and how many bytes, by what they are for. */
export function exportStored(metrics: Metrics, db: ImageDatabase): void {
  const images = new Gauge({
    name: 'dailyfeed_images',
    help: 'Images that are stored, by purpose.',
    labelNames: ['purpose'],
    registers: [metrics],
  });
  const bytes = new Gauge({
    name: 'dailyfeed_image_bytes',
    help: 'Bytes that are stored, by purpose and class.',
    labelNames: ['purpose', 'class'],
    registers: [metrics],
    collect: async () => {
      // Without an answer the last one stands.
      const stored = await sumStored(db).catch(() => []);
      for (const { purpose, count, original, variants } of stored) {
        images.set({ purpose }, count);
        bytes.set({ purpose, class: 'original' }, original);
        bytes.set({ purpose, class: 'variant' }, variants);
      }
    },
  });
}
