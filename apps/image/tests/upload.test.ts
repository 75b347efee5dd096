import { imageVariants } from '@dailyfeed/contract/image';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';

import {
  holdJob,
  refineAll,
  refusalOf,
  send,
  startTestImage,
  type TestImage,
  upload,
} from './_harness.ts';
import {
  animate,
  animateTurned,
  cornersOf,
  paint,
  paintJpeg,
  paintTurned,
  stillsTurned,
} from './_pictures.ts';

let image: TestImage;
beforeAll(async () => {
  image = await startTestImage();
});
afterAll(() => image[Symbol.asyncDispose]());

async function variantsOf(
  own: { id: string; token: string | null },
  { accept = 'image/webp,*/*', of = image }: { accept?: string; of?: TestImage } = {},
) {
  const bodies = imageVariants.map(async (variant) => {
    const answer = await of.view(own, { variant, headers: { accept } });
    expect(answer.status).toBe(200);
    const body = Buffer.from(await answer.arrayBuffer());
    return {
      variant,
      type: answer.headers.get('content-type'),
      body,
      metadata: await sharp(body).metadata(),
    };
  });
  return Promise.all(bodies);
}

test('an image is answered when all its variants are there, and no variant is larger than the image', async () => {
  const member = image.newMember();
  const own = await upload(member, await paintJpeg({ width: 900, height: 600 }));
  expect(own).toMatchObject({ purpose: 'post', width: 900, height: 600, isAnimated: false });
  // Nothing but chance: nobody guesses one from another.
  expect(own.id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect(own.blurhash).toMatch(/^.{20,}$/);
  const variants = await variantsOf(own);
  expect(
    variants.map(({ metadata }) => [metadata.format, metadata.width, metadata.height]),
  ).toEqual([
    ['webp', 150, 150],
    ['webp', 350, 233],
    ['webp', 720, 480],
    ['webp', 900, 600],
  ]);
  expect(await member.api.image.mine.query({ ids: [own.id] })).toMatchObject([{ id: own.id }]);
});

test.each(['jpeg', 'png', 'webp', 'gif', 'avif'] as const)(
  '%s is taken, whatever its name says',
  async (format) => {
    const file = await paint({ width: 200, height: 160 }).toFormat(format).toBuffer();
    const own = await upload(image.newMember(), file, { name: 'a.txt', type: 'text/plain' });
    expect(own).toMatchObject({ width: 200, height: 160, isAnimated: false });
  },
);

test.each(['gif', 'webp'] as const)(
  'a %s that moves goes on moving, and stands still as a thumbnail',
  async (format) => {
    const own = await upload(image.newMember(), await animate(format));
    expect(own).toMatchObject({ width: 120, height: 120, isAnimated: true });
    const variants = await variantsOf(own);
    expect(variants.map(({ variant, metadata }) => [variant, metadata.pages ?? 1])).toEqual([
      ['thumb', 1],
      ['small', 3],
      ['medium', 3],
      ['large', 3],
    ]);
  },
);

test.each([2, 3, 4, 5, 6, 7, 8])(
  'what moves is turned as what stands still, each frame by itself, in its order and at its pace (%d)',
  async (orientation) => {
    const own = await upload(image.newMember(), await animateTurned(orientation));
    const isLying = orientation >= 5;
    const [width, height] = isLying ? [40, 80] : [80, 40];
    expect(own).toMatchObject({ width, height, isAnimated: true });
    for (const { variant, body } of await variantsOf(own)) {
      if (variant === 'thumb') continue;
      const { pages, delay, loop, orientation: left } = await sharp(body).metadata();
      expect({ pages, delay, loop, left }).toEqual({
        pages: 3,
        delay: [40, 50, 60],
        loop: 2,
        left: undefined,
      });
      for (const [frame, expected] of (await stillsTurned(orientation)).entries()) {
        expect(await cornersOf(sharp(body, { page: frame }))).toEqual(expected);
      }
    }
  },
);

test('what moves, has to be turned and has more pixels than are held at once is made smaller', async () => {
  // Frames that are alike would become one.
  const inputs = await Promise.all(
    Array.from({ length: 20 }, (_, index) => {
      const background = { r: index * 12, g: 255 - index * 12, b: 90 };
      const create = { width: 1600, height: 1000, channels: 3 as const, background };
      return sharp({ create }).png().toBuffer();
    }),
  );
  const file = await sharp(inputs, { join: { animated: true } })
    .webp({ effort: 0 })
    .withMetadata({ orientation: 6 })
    .toBuffer();
  const own = await upload(image.newMember(), file);
  expect(own).toMatchObject({ width: 1000, height: 1600, isAnimated: true });
  const large = (await variantsOf(own)).at(-1);
  const { width = 0, height = 0, pages = 0 } = large?.metadata ?? {};
  expect(width / height).toBeCloseTo(1000 / 1600, 2);
  expect(pages).toBe(20);
  expect(width * height * pages).toBeLessThanOrEqual(25_000_000);
  expect(width * height * pages).toBeGreaterThan(24_000_000);
});

test('an image is turned the right way up and carries nothing but its pixels: no place, no camera', async () => {
  const own = await upload(image.newMember(), await paintTurned());
  expect(own).toMatchObject({ width: 200, height: 400 });
  for (const { body, metadata } of await variantsOf(own)) {
    const { exif, icc, xmp, iptc, orientation } = metadata;
    expect({ exif, icc, xmp, iptc, orientation }).toEqual({});
    expect(body.includes('Camera of Ann')).toBe(false);
    // What lay at the left is on top.
    const { data } = await sharp(body)
      .resize(1, 2, { fit: 'fill' })
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([Number(data[0]) > 200, Number(data[5]) > 200]).toEqual([true, true]);
  }
});

test('AVIF and what moves carry nothing but their pixels either', async () => {
  // Where nothing else waits to be refined.
  await using own = await startTestImage();
  await using _held = await holdJob(own, 'refine-images');
  const turned = await upload(own.newMember(), await paintTurned());
  await refineAll(own);
  const moving = await sharp(await animate('webp'), { animated: true })
    .withExif({ IFD0: { Make: 'Camera of Ann' }, IFD3: { GPSLatitudeRef: 'N' } })
    .webp()
    .toBuffer();
  expect(moving.includes('Camera of Ann')).toBe(true);
  const animation = await upload(own.newMember(), moving);
  const all = [
    ...(await variantsOf(turned, { accept: 'image/avif', of: own })),
    ...(await variantsOf(animation, { accept: 'image/avif', of: own })),
  ];
  expect(all.map(({ type }) => type)).toEqual([
    ...imageVariants.map(() => 'image/avif'),
    ...imageVariants.map(() => 'image/webp'),
  ]);
  for (const { body, metadata } of all) {
    const { exif, icc, xmp, iptc, orientation } = metadata;
    expect({ exif, icc, xmp, iptc, orientation: orientation ?? 1 }).toEqual({ orientation: 1 });
    expect(body.includes('Camera of Ann')).toBe(false);
  }
});

test.each([
  ['CMYK', () => paint({ width: 100, height: 80 }).toColourspace('cmyk').jpeg().toBuffer()],
  ['16-bit', () => paint({ width: 100, height: 80 }).toColourspace('rgb16').png().toBuffer()],
  [
    'grey with transparency',
    () => paint({ width: 100, height: 80 }).grayscale().ensureAlpha(0.5).png().toBuffer(),
  ],
])('a picture in %s is shown in colours that a browser knows', async (_name, make) => {
  const own = await upload(image.newMember(), await make());
  for (const { metadata } of await variantsOf(own)) {
    expect([metadata.space, metadata.depth]).toEqual(['srgb', 'uchar']);
  }
});

test('who has used up their room is told so, and nothing is kept', async () => {
  const file = await paintJpeg({ width: 300, height: 200 });
  await using small = await startTestImage({ QUOTA_BYTES: 3 * file.length - 1 });
  const member = small.newMember();
  // Together they are too many; which come too late does not matter.
  const answers = await Promise.all(Array.from({ length: 5 }, () => send(member, file)));
  const refused = answers.filter(({ status }) => status !== 201);
  expect(refused).toHaveLength(3);
  for (const answer of refused) {
    expect(await refusalOf(answer)).toEqual({ status: 409, code: 'IMAGE_QUOTA_REACHED' });
  }
  await expect.poll(() => small.left()).toMatchObject({ rows: 2, uploads: 0 });
  // Room of one's own: somebody else has theirs.
  expect((await send(small.newMember(), file)).status).toBe(201);
});

test('who is not logged in uploads nothing, and a form without an image is no upload', async () => {
  const member = image.newMember();
  const form = new FormData();
  form.append('image', new Blob([new Uint8Array(await paintJpeg())]), 'a.jpg');
  const answer = await fetch(`${image.url}/api/image`, { method: 'POST', body: form });
  expect(await refusalOf(answer)).toEqual({ status: 401, code: 'UNAUTHENTICATED' });
  const refused = { status: 400, code: 'INPUT_INVALID' };
  expect(await refusalOf(await send(member, await paintJpeg(), { field: 'file' }))).toEqual(
    refused,
  );
  const json = await fetch(`${image.url}/api/image`, {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json', ...member.headers() },
  });
  expect(await refusalOf(json)).toEqual(refused);
  const elsewhere = await send(member, await paintJpeg(), { purpose: 'else' as 'post' }); // not in the type
  expect(await refusalOf(elsewhere)).toEqual(refused);
});
