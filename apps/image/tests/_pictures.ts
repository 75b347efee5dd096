import { deflateSync } from 'node:zlib';

import sharp, { type Sharp } from 'sharp';

type Size = { width: number; height: number };

/** A photograph, as far as an encoder can tell: soft, and of no single colour. */
export function paint({ width, height }: Size): Sharp {
  return sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#808080',
      noise: { type: 'gaussian', mean: 128, sigma: 30 },
    },
  }).blur(1.5);
}

const painted = new Map<string, Promise<Buffer>>();

/** The same for the same size: painting takes longer than what is tested with it. */
export function paintJpeg(size: Size = { width: 900, height: 600 }): Promise<Buffer> {
  const key = `${size.width} × ${size.height}`;
  const picture = painted.get(key) ?? paint(size).jpeg({ quality: 90 }).toBuffer();
  painted.set(key, picture);
  return picture;
}

/** Two halves, so that it is seen which way up it is: red at the left, blue at the right, lying on its side. */
export async function paintTurned(): Promise<Buffer> {
  const half = (background: string) =>
    sharp({ create: { width: 200, height: 200, channels: 3, background } })
      .png()
      .toBuffer();
  return sharp({ create: { width: 400, height: 200, channels: 3, background: '#000' } })
    .composite([
      { input: await half('#f00'), left: 0, top: 0 },
      { input: await half('#00f'), left: 200, top: 0 },
    ])
    .jpeg()
    .withExif({
      IFD0: { Make: 'Camera of Ann', Copyright: 'Ann' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '37/1 33/1 0/1', GPSLongitudeRef: 'E' },
    })
    .withMetadata({ orientation: 6 })
    .toBuffer();
}

/** Frames of one colour each, as a GIF or a WebP that moves. */
export async function animate(
  format: 'gif' | 'webp',
  { frames = 3, side = 120 }: { frames?: number; side?: number } = {},
): Promise<Buffer> {
  const pictures = Array.from({ length: frames }, (_, index) => ({
    create: {
      width: side,
      height: side,
      channels: 3 as const,
      background: { r: (index * 80) % 256, g: 100, b: 200 },
    },
  }));
  const inputs = await Promise.all(pictures.map((picture) => sharp(picture).png().toBuffer()));
  return sharp(inputs, { join: { animated: true } })
    .toFormat(format, { delay: 50 })
    .toBuffer();
}

/** Three frames whose corners tell them, and their sides, apart. */
function frames(): Promise<Buffer[]> {
  const solid = (background: string) => ({
    create: { width: 40, height: 20, channels: 3 as const, background },
  });
  return Promise.all(
    ['#ff0', '#0ff', '#f0f'].map(async (own) => {
      const parts = [own, '#f00', '#00f', '#000'].map((colour) =>
        sharp(solid(colour)).png().toBuffer(),
      );
      const corners = (await Promise.all(parts)).map((input, index) => ({
        input,
        left: index % 2 === 0 ? 0 : 40,
        top: index < 2 ? 0 : 20,
      }));
      return sharp({ create: { width: 80, height: 40, channels: 3, background: '#fff' } })
        .composite(corners)
        .png()
        .toBuffer();
    }),
  );
}

/** A WebP that moves, and lies as EXIF says. */
export async function animateTurned(orientation: number): Promise<Buffer> {
  return sharp(await frames(), { join: { animated: true } })
    .webp({ lossless: true, delay: [40, 50, 60], loop: 2 })
    .withMetadata({ orientation })
    .toBuffer();
}

/** The corners of its frames as they are to be seen: as libvips turns a picture that stands still. */
export async function stillsTurned(orientation: number): Promise<string[][]> {
  return Promise.all(
    (await frames()).map(async (frame) => {
      const lying = await sharp(frame).withMetadata({ orientation }).png().toBuffer();
      return cornersOf(sharp(lying).autoOrient());
    }),
  );
}

/** Which of the eight strongest colours each corner has, in the order of reading. */
export async function cornersOf(picture: Sharp): Promise<string[]> {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  const [right, bottom] = [info.width - 4, info.height - 4];
  const places = [
    [3, 3],
    [right, 3],
    [3, bottom],
    [right, bottom],
  ] as const;
  return places.map(([x, y]) => {
    const start = (y * info.width + x) * info.channels;
    return [...data.subarray(start, start + 3)].map((part) => (part > 127 ? 'f' : '0')).join('');
  });
}

/** A PNG of a few bytes that says to be as large as it likes; of four channels. */
export function pretendPng({
  width,
  height,
  depth = 8,
  lines = 'in order',
}: Size & { depth?: 8 | 16; lines?: 'in order' | 'interlaced' }): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, 6, 0, 0, lines === 'interlaced' ? 1 : 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(1000))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A PNG of one colour and of a few kilobytes, as large as it likes and whole. */
export function plainPng({ width, height }: Size): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // A bit for each pixel, grey.
  header.set([1, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(height * (1 + Math.ceil(width / 8))))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A GIF of `frames` tiny frames on a large canvas: a few kilobytes that are gigabytes once decoded. */
export function pretendGif({ width, height, frames }: Size & { frames: number }): Buffer {
  const header = Buffer.from('GIF89a\0\0\0\0\x80\0\0\0\0\0\xff\xff\xff', 'latin1');
  header.writeUInt16LE(width, 6);
  header.writeUInt16LE(height, 8);
  const frame = Buffer.from(
    '\x21\xf9\x04\0\x05\0\0\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0',
    'latin1',
  );
  return Buffer.concat([header, ...Array.from({ length: frames }, () => frame), Buffer.from(';')]);
}

/** A WebP of `frames` tiny frames on a large canvas. */
export async function pretendWebp({
  width,
  height,
  frames,
}: Size & { frames: number }): Promise<Buffer> {
  const dot = sharp({ create: { width: 1, height: 1, channels: 3, background: '#369' } });
  // Behind the header of its file: one chunk.
  const picture = (await dot.webp({ lossless: true }).toBuffer()).subarray(12);
  const canvas = Buffer.alloc(10);
  canvas.writeUInt8(2, 0);
  canvas.writeUIntLE(width - 1, 4, 3);
  canvas.writeUIntLE(height - 1, 7, 3);
  const place = Buffer.alloc(16);
  place.writeUIntLE(50, 12, 3);
  const frame = riff('ANMF', Buffer.concat([place, picture]));
  const body = [
    Buffer.from('WEBP', 'latin1'),
    riff('VP8X', canvas),
    riff('ANIM', Buffer.alloc(6)),
    ...Array.from({ length: frames }, () => frame),
  ];
  return riff('RIFF', Buffer.concat(body));
}

/** A small JPEG that comes bit by bit and says to be as large as it likes. */
export async function pretendJpeg(
  size: Size,
  chromaSubsampling: '4:4:4' | '4:2:0',
): Promise<Buffer> {
  const file = await paint({ width: 64, height: 48 })
    .jpeg({ progressive: true, chromaSubsampling })
    .toBuffer();
  const frame = file.indexOf(Buffer.from([0xff, 0xc2]));
  file.writeUInt16BE(size.height, frame + 5);
  file.writeUInt16BE(size.width, frame + 7);
  return file;
}

/** A small AVIF that says to be as large as it likes, or something else of its family. */
export async function pretendAvif({
  width = 64,
  height = 48,
  brand = 'avif',
}: Partial<Size> & { brand?: string }): Promise<Buffer> {
  const file = await paint({ width: 64, height: 48 }).avif().toBuffer();
  file.write(brand, 8, 'latin1');
  const extent = file.indexOf('ispe', 0, 'latin1');
  file.writeUInt32BE(width, extent + 8);
  file.writeUInt32BE(height, extent + 12);
  return file;
}

function riff(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

function crc32(bytes: Buffer): number {
  let crc = 0xff_ff_ff_ff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xed_b8_83_20 : crc >>> 1;
  }
  return (crc ^ 0xff_ff_ff_ff) >>> 0;
}
