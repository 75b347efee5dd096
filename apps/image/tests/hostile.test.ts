import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { type Member, refusalOf, send, startTestImage, type TestImage } from './_harness.ts';
import {
  animate,
  paint,
  paintJpeg,
  pretendAvif,
  pretendGif,
  pretendJpeg,
  pretendPng,
  pretendWebp,
} from './_pictures.ts';

const stack = new AsyncDisposableStack();
let image: TestImage;
let member: Member;
/** One that waits for nobody. */
let impatient: TestImage;
beforeAll(async () => {
  image = stack.use(await startTestImage());
  impatient = stack.use(await startTestImage({ UPLOAD_SILENCE_MS: 2000 }));
  member = image.newMember();
});
afterAll(() => stack.disposeAsync());

async function expectNothingLeft(where = image): Promise<void> {
  await expect.poll(() => where.left()).toEqual({ rows: 0, objects: 0, uploads: 0 });
}

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>';
const half = (file: Buffer): Buffer => file.subarray(0, file.length / 2);
const broken = { status: 422, code: 'IMAGE_BROKEN' };
const tooMany = { status: 422, code: 'IMAGE_PIXELS_EXCEEDED' };
const tooDeep = { status: 422, code: 'IMAGE_MEMORY_EXCEEDED' };
const noImage = { status: 415, code: 'IMAGE_TYPE_UNSUPPORTED' };

test.each<[string, () => Buffer | Promise<Buffer>, object]>([
  ['half of a JPEG', async () => (await paintJpeg()).subarray(0, 9000), broken],
  ...(['png', 'webp', 'avif'] as const).map((format): [string, () => Promise<Buffer>, object] => [
    `half of a ${format}`,
    async () => half(await paint({ width: 300, height: 200 }).toFormat(format).toBuffer()),
    broken,
  ]),
  ['half of a GIF that moves', async () => half(await animate('gif')), broken],
  ['half of a WebP that moves', async () => half(await animate('webp')), broken],
  ['the beginning of a JPEG', async () => (await paintJpeg()).subarray(0, 20), broken],
  ['noise that begins as a PNG', () => Buffer.from('\x89PNG\r\n\x1a\nnoise', 'latin1'), broken],
  ['nothing', () => Buffer.alloc(0), broken],
  ['a PNG of 50,000 × 50,000', () => pretendPng({ width: 50_000, height: 50_000 }), tooMany],
  ['a PNG of 60,000,000 × 1', () => pretendPng({ width: 60_000_000, height: 1 }), { status: 422 }],
  [
    'a GIF of 2,000 × 2,000 × 100',
    () => pretendGif({ width: 2000, height: 2000, frames: 100 }),
    tooMany,
  ],
  ['a GIF of 600 frames', () => pretendGif({ width: 9, height: 9, frames: 600 }), tooMany],
  [
    'a WebP of 2,000 × 2,000 × 100',
    () => pretendWebp({ width: 2000, height: 2000, frames: 100 }),
    tooMany,
  ],
  ['a WebP of 600 frames', () => pretendWebp({ width: 9, height: 9, frames: 600 }), tooMany],
  [
    'a PNG of 50 megapixels, interlaced, of 16 bits a channel',
    () => pretendPng({ width: 7000, height: 7000, depth: 16, lines: 'interlaced' }),
    tooDeep,
  ],
  [
    'a progressive JPEG of 50 megapixels, of full colour',
    () => pretendJpeg({ width: 7000, height: 7000 }, '4:4:4'),
    tooDeep,
  ],
  ['an AVIF of 20 megapixels', () => pretendAvif({ width: 5000, height: 4000 }), tooDeep],
  ['an SVG with a script', () => Buffer.from(svg), noImage],
  ['an SVG as a PNG', () => Buffer.from(`<?xml version="1.0"?>${svg}`), noImage],
  ['a page', () => Buffer.from('<!doctype html><script>alert(1)</script>'), noImage],
  ['a PDF', () => Buffer.from('%PDF-1.7 x'), noImage],
  ['a TIFF', () => Buffer.from('II*\0\x08\0\0\0', 'latin1'), noImage],
  ['a HEIC', () => Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), noImage],
  ['what says to be a HEIC of the general kind', () => pretendAvif({ brand: 'mif1' }), noImage],
  ['an AVIF that moves', () => pretendAvif({ brand: 'avis' }), noImage],
  ['a program', () => Buffer.from('\x7fELF\x02\x01\x01', 'latin1'), noImage],
])('%s is refused, and nothing of it stays', async (_name, make, expected) => {
  const answer = await send(member, await make(), { name: 'x.png', type: 'image/png' });
  expect(await refusalOf(answer)).toMatchObject(expected);
  await expectNothingLeft();
});

test('a JPEG that is a page and an archive as well is taken as the picture it is, and serves nothing else', async () => {
  const tail = Buffer.from(`<script>alert(1)</script>PK\x03\x04payload`, 'latin1');
  const answer = await send(member, Buffer.concat([await paintJpeg(), tail]), {
    name: '../../../etc/passwd\0.html',
    type: 'text/html',
  });
  expect(answer.status).toBe(201);
  const own = Object(await answer.json());
  const view = await image.view({ id: own.id, token: own.token });
  expect(view.headers.get('content-type')).toBe('image/webp');
  expect(view.headers.get('x-content-type-options')).toBe('nosniff');
  expect(view.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(Buffer.from(await view.arrayBuffer()).includes('payload')).toBe(false);
  const keys = await image.deps.store.list('');
  expect(keys.every((key) => key.startsWith(`${own.id}/`))).toBe(true);
  await fetch(`${image.url}/api/image/${own.id}`, { method: 'DELETE', headers: member.headers() });
  await expectNothingLeft();
});

test('what is larger than 10 MB is cut off while it comes', async () => {
  const answer = await send(
    member,
    Buffer.concat([await paintJpeg(), Buffer.alloc(11 * 1024 * 1024)]),
  );
  expect(await refusalOf(answer)).toEqual({ status: 413, code: 'IMAGE_TOO_LARGE' });
  await expectNothingLeft();
});

test.each([
  { field: 'image', refusal: /^HTTP\/1.1 413 .*IMAGE_TOO_LARGE/s },
  { field: 'picture', refusal: /^HTTP\/1.1 400 .*INPUT_INVALID/s },
])(
  'who sends on after the refusal of $field is told of it all the same',
  async ({ field, refusal }) => {
    const { socket, rest } = open(field, 40 * 1024 * 1024);
    // Nothing is read until all is sent, as by the simplest of clients.
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.write(rest, () => resolve());
    });
    expect(await firstAnswer(socket)).toMatch(refusal);
    socket.destroy();
    await expectNothingLeft();
  },
);

test('who sends on slowly after the refusal is told of it all the same, however long it takes', async () => {
  const { socket, rest } = open('picture', 1_000_000);
  // Longer than a sender may be silent.
  const durationMs = 6000;
  const beganAt = performance.now();
  await new Promise<void>((resolve, reject) => {
    let sent = 0;
    const drip = setInterval(() => {
      if (performance.now() - beganAt < durationMs) {
        socket.write(rest.subarray(sent, sent + 100));
        sent += 100;
        return;
      }
      clearInterval(drip);
      socket.write(rest.subarray(sent), () => resolve());
    }, 20);
    socket.once('error', (error) => {
      clearInterval(drip);
      reject(error);
    });
  });
  expect(await firstAnswer(socket)).toMatch(/^HTTP\/1.1 400 .*INPUT_INVALID/s);
  socket.destroy();
  await expectNothingLeft();
});

/** Sends the head of a form of so many bytes, and gives what is left to send of it. */
function open(field: string, bytes: number) {
  const { hostname, port } = new URL(image.url);
  const socket = connect(Number(port), hostname);
  const part = `--x\r\ncontent-disposition: form-data; name="${field}"; filename="a.jpg"\r\n\r\n`;
  const head = [
    'POST /api/image HTTP/1.1',
    `host: ${hostname}`,
    ...Object.entries(member.headers()).map(([name, value]) => `${name}: ${value}`),
    'content-type: multipart/form-data; boundary=x',
    `content-length: ${bytes}`,
    '',
    part,
  ];
  socket.write(head.join('\r\n'));
  return { socket, rest: Buffer.alloc(bytes - part.length) };
}

async function firstAnswer(socket: Socket): Promise<string> {
  const [answer] = (await once(socket, 'data')) as [Buffer]; // what a socket without an encoding gives
  return answer.toString('utf8');
}

/** Sends the beginning of a form, and leaves the rest to the test. */
async function begin(where: TestImage, file: Buffer) {
  const { hostname, port } = new URL(where.url);
  const request = httpRequest({
    hostname,
    port,
    path: '/api/image',
    method: 'POST',
    headers: {
      ...where.newMember().headers(),
      'content-type': 'multipart/form-data; boundary=x',
    },
  });
  request.on('error', () => undefined);
  // It may come before the upload is seen.
  const answered = once(request, 'response');
  answered.catch(() => undefined);
  request.write('--x\r\ncontent-disposition: form-data; name="image"; filename="a.jpg"\r\n\r\n');
  request.write(file);
  await expect.poll(async () => (await where.left()).uploads).toBe(1);
  return { request, answered };
}

test('who stops sending is told so, and not waited for', async () => {
  const { request, answered } = await begin(impatient, await paintJpeg());
  const [answer] = await answered;
  expect(answer.statusCode).toBe(408);
  request.destroy();
  await expectNothingLeft(impatient);
});

test('who sends a little at a time, for ever, is told so when the time is up', async () => {
  await using patient = await startTestImage({ UPLOAD_SILENCE_MS: 60_000, UPLOAD_MS: 1000 });
  const { hostname, port } = new URL(patient.url);
  const headers = {
    ...patient.newMember().headers(),
    'content-type': 'multipart/form-data; boundary=x',
  };
  const request = httpRequest({ hostname, port, path: '/api/image', method: 'POST', headers });
  request.on('error', () => undefined);
  request.write('--x\r\ncontent-disposition: form-data; name="image"; filename="a.jpg"\r\n\r\n');
  const drip = setInterval(() => request.write(Buffer.alloc(1)), 20);
  try {
    const [answer] = await once(request, 'response');
    expect(answer.statusCode).toBe(408);
  } finally {
    clearInterval(drip);
    request.destroy();
  }
  await expect.poll(() => patient.left()).toEqual({ rows: 0, objects: 0, uploads: 0 });
});

test('an upload whose sender leaves is forgotten', async () => {
  const { request } = await begin(image, await paintJpeg());
  request.destroy();
  expect(request.destroyed).toBe(true);
  await expectNothingLeft();
});

test('a form that never comes to its file is not waited for', async () => {
  const { hostname, port } = new URL(impatient.url);
  const headers = {
    ...impatient.newMember().headers(),
    'content-type': 'multipart/form-data; boundary=x',
  };
  const request = httpRequest({ hostname, port, path: '/api/image', method: 'POST', headers });
  request.on('error', () => undefined);
  request.write('--x\r\n');
  const [answer] = await once(request, 'response');
  expect(answer.statusCode).toBe(408);
  request.destroy();
  await expectNothingLeft(impatient);
});

test('twelve bombs at once, and the service goes on answering', async () => {
  const bombs = Array.from({ length: 6 }, () => [
    pretendPng({ width: 50_000, height: 50_000 }),
    pretendGif({ width: 2000, height: 2000, frames: 400 }),
  ]).flat();
  const answers = Promise.all(bombs.map((bomb) => send(member, bomb)));
  expect((await fetch(`${image.url}/livez`)).status).toBe(200);
  for (const answer of await answers) expect(answer.status).toBe(422);
  await expectNothingLeft();
});
