import { imageVariants } from '@dailyfeed/contract/image';
import { imagePath } from '@dailyfeed/contract/image-path';

import type { Cdn } from '../deps.ts';

const timeoutMs = 5000;

/** Sends a `PURGE` for every address of an image, as Varnish, nginx and Fastly understand it; 404 is as good as done. */
export function createCdn(url: string): Cdn {
  const purgeOne = async (path: string): Promise<void> => {
    const response = await fetch(new URL(path, url), {
      method: 'PURGE',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body?.cancel();
    if (!response.ok && response.status !== 404)
      throw new Error(`purge answered ${response.status}`);
  };
  return {
    purge: async (id) => {
      await Promise.all(imageVariants.map((variant) => purgeOne(`${imagePath}/${id}/${variant}`)));
    },
  };
}
