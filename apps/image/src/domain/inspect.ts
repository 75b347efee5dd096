import { open, stat } from 'node:fs/promises';

import { AppError } from '@dailyfeed/contract/errors';
import { imageFramesMax, imagePixelsMax } from '@dailyfeed/contract/image';
import sharp, { type Metadata } from 'sharp';

export type ImageFormatIn = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif';

/** What an upload is, by its content; nothing of it has been decoded. */
export type Inspected = {
  format: ImageFormatIn;
  bytes: number;
  /** As it is to be looked at: its orientation is applied. */
  width: number;
  height: number;
  /** How it lies, as EXIF counts it; 1 is upright. */
  orientation: number;
  frameCount: number;
  /** How long each frame of what moves is shown, in milliseconds, and how often all are, 0 being for ever. */
  timing: { delay?: number[]; loop?: number };
  /** It has to be in memory as a whole before any of it can be made smaller. */
  isDecodedWhole: boolean;
};

/** A browser can make nothing else of these first bytes. */
const signatures: [ImageFormatIn, RegExp][] = [
  ['jpeg', /^\xFF\xD8\xFF/],
  ['png', /^\x89PNG\r\n\x1A\n/],
  ['gif', /^GIF8[79]a/],
  ['webp', /^RIFF[^]{4}WEBP/],
  ['avif', /^[^]{4}ftyp(?:avif|mif1)/],
];
const signatureBytes = 32;
/** What one conversion may add to the memory of the process, where a picture is decoded as a whole. */
const wholeBytesMax = 290_000_000;
const gifTrailer = 0x3b;
const gifEndBytes = 64;

// Readers of anything else are switched off: what libvips can read is more than what may be sent.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpeg',
    'VipsForeignLoadPng',
    'VipsForeignLoadWebp',
    'VipsForeignLoadNsgif',
    'VipsForeignLoadHeif',
  ],
});
// Each conversion takes one core, and what is done is not kept: images come once.
sharp.concurrency(1);
sharp.cache(false);

/**
 * Reads the header of a file. Throws IMAGE_TYPE_UNSUPPORTED for what is no image of ours, IMAGE_PIXELS_EXCEEDED for what
 * would be too large once decoded, IMAGE_MEMORY_EXCEEDED for what has to be decoded as a whole and is too deep for that,
 * IMAGE_BROKEN for a header that makes no sense.
 */
export async function inspect(path: string): Promise<Inspected> {
  const format = await sniff(path);
  if (format === undefined) throw new AppError('IMAGE_TYPE_UNSUPPORTED');
  const metadata = await readMetadata(path);
  // A file that begins as one thing and is read as another is made to deceive; HEIC is what we cannot decode.
  const found =
    metadata.format === 'heif' && metadata.compression === 'av1' ? 'avif' : metadata.format;
  if (found !== format) throw new AppError('IMAGE_TYPE_UNSUPPORTED');

  // Of one frame.
  const { width, height } = metadata.autoOrient;
  const frameCount = metadata.pages ?? 1;
  if (width < 1 || height < 1) throw new AppError('IMAGE_BROKEN');
  if (width * height * frameCount > imagePixelsMax || frameCount > imageFramesMax) {
    throw new AppError('IMAGE_PIXELS_EXCEEDED');
  }
  const { size: bytes } = await stat(path);
  if (format === 'gif' && !(await endsAsGif(path, bytes))) throw new AppError('IMAGE_BROKEN');
  const isDecodedWhole =
    metadata.isProgressive === true || format === 'avif' || format === 'webp' || format === 'gif';
  if (isDecodedWhole && width * height * pixelBytesOf(metadata) > wholeBytesMax) {
    throw new AppError('IMAGE_MEMORY_EXCEEDED');
  }
  const { orientation = 1, delay, loop } = metadata;
  const timing = { ...(delay && { delay }), ...(loop !== undefined && { loop }) };
  return { format, bytes, width, height, orientation, frameCount, timing, isDecodedWhole };
}

/** What a pixel takes, as it was measured, where all of them are in memory at once. */
function pixelBytesOf({ format, channels, depth, chromaSubsampling }: Metadata): number {
  // Coefficients of two bytes; two channels of three may be a quarter as large.
  if (format === 'jpeg') return chromaSubsampling === '4:2:0' ? 3.2 : channels * 2.1;
  const depthBytes = depth === 'uchar' ? 1 : 2;
  // Its decoder and what turns its colours into ours have several copies each, whatever the channels.
  return format === 'heif' ? 18 * depthBytes : channels * 1.2 * depthBytes;
}

async function readMetadata(path: string): Promise<Metadata> {
  try {
    // Of a first frame; the limit is ours to check, with a code of its own.
    return await sharp(path, { limitInputPixels: false }).metadata();
  } catch (error) {
    throw new AppError('IMAGE_BROKEN', { cause: error });
  }
}

/** Its reader takes a GIF that was cut off for one of fewer frames. Some programs put zeros behind the end. */
async function endsAsGif(path: string, bytes: number): Promise<boolean> {
  await using file = await open(path);
  const start = Math.max(0, bytes - gifEndBytes);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(gifEndBytes), 0, gifEndBytes, start);
  return buffer.subarray(0, bytesRead).findLast((byte) => byte !== 0) === gifTrailer;
}

async function sniff(path: string): Promise<ImageFormatIn | undefined> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(signatureBytes), 0, signatureBytes, 0);
  const head = buffer.toString('latin1', 0, bytesRead);
  return signatures.find(([, signature]) => signature.test(head))?.[0];
}
