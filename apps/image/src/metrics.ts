import type { Metrics } from '@dailyfeed/service-kit/metrics';
import type { Database } from '@dailyfeed/service-kit/postgres';
import { Gauge } from 'prom-client';

import { type DuePurges, sumDuePurges } from './db/purging.ts';
import { sumStored } from './db/refining.ts';

type Measured = { db: Database; now(): Date };

/** Adding up reads every image there is: no more often than this, however often somebody scrapes. */
const storedMs = 60_000;

/** How many images there are, and how many bytes, by what they are for. */
export function exportStored(metrics: Metrics, deps: Measured): void {
  const read = remembered({
    ...deps,
    read: () => sumStored(deps.db),
    forMs: storedMs,
    none: [],
  });
  const images = new Gauge({
    name: 'dailyfeed_images',
    help: 'Images that are stored, by purpose; a minute old at most.',
    labelNames: ['purpose'],
    registers: [metrics],
    collect: async () => {
      for (const { purpose, count } of await read()) images.set({ purpose }, count);
    },
  });
  const bytes = new Gauge({
    name: 'dailyfeed_image_bytes',
    help: 'Bytes that are stored, by purpose and class; a minute old at most.',
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

/** What the CDN has yet to forget: how many images, and since when the first. */
export function exportPurges(metrics: Metrics, deps: Measured): void {
  const none = { count: 0, oldestAskedAt: null };
  const read = remembered<DuePurges>({
    ...deps,
    read: () => sumDuePurges(deps.db),
    forMs: 0,
    none,
  });
  const due = new Gauge({
    name: 'dailyfeed_image_purges_due',
    help: 'Images that the CDN is to forget and has not.',
    registers: [metrics],
    collect: async () => {
      due.set((await read()).count);
    },
  });
  const age = new Gauge({
    name: 'dailyfeed_image_purge_oldest_age_seconds',
    help: 'How long the longest due purge has been due.',
    registers: [metrics],
    collect: async () => {
      const { oldestAskedAt } = await read();
      age.set(oldestAskedAt ? (deps.now().getTime() - oldestAskedAt.getTime()) / 1000 : 0);
    },
  });
}

/** One answer for all who ask while it is on its way and for a while after; without an answer the last one stands. */
function remembered<T>(args: {
  read: () => Promise<T>;
  forMs: number;
  none: T;
  now(): Date;
}): () => Promise<T> {
  let last = args.none;
  let readAt = -Infinity;
  let asking: Promise<T> | undefined;
  const ask = async (): Promise<T> => {
    try {
      last = await args.read();
      readAt = args.now().getTime();
    } catch {
      // Asked again at the next scrape.
    } finally {
      asking = undefined;
    }
    return last;
  };
  return async () => {
    if (args.now().getTime() - readAt < args.forMs) return last;
    asking ??= ask();
    return asking;
  };
}
