import { randomBytes } from 'node:crypto';

import { imageBytesMax } from '@dailyfeed/contract/image';
import sharp from 'sharp';

export type PictureKind = { width: number; height: number; isProgressive: boolean };

/** What a telephone takes, and what a camera does; the latter's JPEG can be decoded as a whole only. */
export const pictureKinds = {
  'telephone (12 megapixels)': { width: 4032, height: 3024, isProgressive: false },
  'camera (24 megapixels, progressive)': { width: 6000, height: 4000, isProgressive: true },
} as const satisfies Record<string, PictureKind>;

/** A JPEG just below the limit: noise under which nothing compresses, over a sky and a ground that do. */
export async function takePicture({ width, height, isProgressive }: PictureKind): Promise<Buffer> {
  const grain = 256;
  const noise = await sharp(randomBytes(grain * grain * 3), {
    raw: { width: grain, height: grain, channels: 3 },
  })
    .ensureAlpha(0.35)
    .png()
    .toBuffer();
  const raw = { width, height, channels: 3 } as const;
  const scene = await sharp({ create: { ...raw, background: '#7fa3c7' } })
    .composite([{ input: noise, tile: true }])
    .removeAlpha()
    .raw()
    .toBuffer();
  for (let quality = 92; quality > 40; quality -= 4) {
    const file = await sharp(scene, { raw })
      .jpeg({ quality, progressive: isProgressive })
      .toBuffer();
    if (file.length <= imageBytesMax) return file;
  }
  throw new Error('No quality makes it small enough');
}

/** What is uploaded most: a picture that a page or a program has made small already. */
export async function takeSmallPicture(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 20 } as const;
  return sharp({ create: { width: 1600, height: 1200, channels: 3, background: '#7fa3c7', noise } })
    .blur(1.2)
    .jpeg({ quality: 82 })
    .toBuffer();
}
