import sharp from 'sharp';
import { expect, test } from 'vitest';

import { toConversionError } from './convert.ts';

test('a conversion that runs out of time is the machine’s fault, not the file’s', async () => {
  const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const;
  const picture = sharp({
    create: { width: 6000, height: 6000, channels: 3, background: '#808080', noise },
  });
  // As sharp says it: a second is not enough for this.
  const error: unknown = await picture
    .timeout({ seconds: 1 })
    .avif({ effort: 9 })
    .toBuffer()
    .catch((failure: unknown) => failure);
  expect(toConversionError(error)).toMatchObject({ code: 'IMAGE_CONVERSION_FAILED', cause: error });
});

test('a file that cannot be read to its end is broken', async () => {
  const error: unknown = await sharp(Buffer.from('\x89PNG\r\n\x1a\nnoise', 'latin1'))
    .toBuffer()
    .catch((failure: unknown) => failure);
  expect(toConversionError(error)).toMatchObject({ code: 'IMAGE_BROKEN' });
});

test.each([
  'vips__malloc: out of memory -- size == 4096MB',
  'webpsave: unable to allocate 100 bytes',
  'heifsave: Memory allocation error: cannot allocate buffer',
])('memory that ran out is the machine’s fault: %s', (message) => {
  expect(toConversionError(new Error(message)).code).toBe('IMAGE_CONVERSION_FAILED');
});
