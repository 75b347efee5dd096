import sharp, { type Sharp } from 'sharp';

import type { Inspected } from './inspect.ts';

/** What turns a frame the right way up, by the orientation that EXIF gives it; the first is upright. */
const turns: Readonly<Record<number, (frame: Sharp) => Sharp>> = {
  2: (frame) => frame.flop(),
  3: (frame) => frame.rotate(180),
  4: (frame) => frame.flip(),
  5: (frame) => frame.rotate(270).flop(),
  6: (frame) => frame.rotate(90),
  7: (frame) => frame.rotate(90).flop(),
  8: (frame) => frame.rotate(270),
};

/** 100 MB: all frames of what is turned are in memory at once. */
const pixelsMax = 25_000_000;

/** How large an animation may be at its longer side to be turned: one of more pixels is made smaller. */
export function turnableSide(source: Inspected): number {
  const { width, height, frameCount, orientation } = source;
  if (orientation === 1) return Infinity;
  const share = Math.min(1, pixelsMax / (width * height * frameCount));
  return Math.max(1, Math.floor(Math.max(width, height) * Math.sqrt(share)));
}

/**
 * Turns each frame of an animation the right way up. libvips has the frames one below the other, as one picture, which
 * it either refuses to turn or turns as a whole, the last frame first. A frame takes the place of what it was: there are
 * no two of them in memory.
 */
export async function turnFrames(
  animation: Sharp,
  { orientation, frameCount }: Inspected,
): Promise<Sharp> {
  const turn = turns[orientation];
  if (!turn) return animation;
  const { data, info } = await animation
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, channels } = info;
  const height = info.height / frameCount;
  const bytes = width * height * channels;
  for (let start = 0; start < data.length; start += bytes) {
    const frame = sharp(data.subarray(start, start + bytes), { raw: { width, height, channels } });
    data.set(await turn(frame).raw({ depth: 'uchar' }).toBuffer(), start);
  }
  const isLying = orientation >= 5;
  const turned = isLying ? { width: height, height: width } : { width, height };
  return sharp(data, {
    raw: {
      width: turned.width,
      height: turned.height * frameCount,
      pageHeight: turned.height,
      channels,
    },
  });
}
