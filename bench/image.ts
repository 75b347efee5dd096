import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';

import type { OwnImage } from '@dailyfeed/contract/image';
import { imagePath } from '@dailyfeed/contract/image-path';
import * as z from 'zod';

import { percentilesOf } from './figures.ts';
import { runLoad, toFigures } from './load.ts';
import { readMemory, resetPeak } from './memory.ts';
import { readOptions } from './options.ts';
import { query } from './people.ts';
import { pictureKinds, takePicture, takeSmallPicture } from './picture.ts';
import { logInAll, type Reader } from './readers.ts';
import { report } from './report.ts';
import { startBenchSite } from './site.ts';
import { handleTurns } from './turns.ts';

/*
 * The memory of the image process while twenty people send 10 MB each at the same moment, and while AVIF is made of it
 * afterwards; small pictures a second; pictures looked at a second, whole and when the browser has them. All through
 * the gateway.
 */

const atOnce = 20;
/** As few as there can be: pictures know nothing of the world around them. */
const members = 5000;
const patienceMs = 600_000;

const { perSecond, seconds } = readOptions({ perSecond: 200, seconds: 10 });
await using site = await startBenchSite({ members });
const senders = await logInAll(
  site,
  Array.from({ length: atOnce }, (_, index) => index),
);
const pid = site.pids()['image'] ?? 0;
const figures: Record<string, number> = {};
figures['resident at the start, MB'] = (await readMemory(pid)).resident;

for (const [kind, shape] of Object.entries(pictureKinds)) {
  const file = await takePicture(shape);
  figures[`${kind}, file, MB`] = file.length / 1_000_000;
  await resetPeak(pid);
  const delays = await Promise.all(senders.map((sender) => timeOf(() => upload(sender, file))));
  Object.assign(figures, percentilesOf(`${kind}, ${atOnce} at once`, delays));
  figures[`${kind}, peak at the upload, MB`] = (await readMemory(pid)).peak;
  await resetPeak(pid);
  figures[`${kind}, until all are AVIF, s`] = (await timeOf(untilRefined)) / 1000;
  figures[`${kind}, peak while AVIF is made, MB`] = (await readMemory(pid)).peak;
}

const small = await takeSmallPicture();
const smallDelays: number[] = [];
const startedAt = performance.now();
await handleTurns(Array.from({ length: 40 }), 4, async () => {
  const [sender] = senders;
  if (sender) smallDelays.push(await timeOf(() => upload(sender, small)));
});
figures['small pictures/s, 4 at once'] =
  (smallDelays.length * 1000) / (performance.now() - startedAt);
Object.assign(figures, percentilesOf('small picture', smallDelays));
await untilRefined();

const { path, etag } = await post(small);
const requests = [{ path, headers: { accept: 'image/avif,image/webp' } }];
const looked = await runLoad(site, { requests, pace: { perSecond }, seconds });
const most = await runLoad(site, { requests, pace: { atOnce: 16 }, seconds });
const known = [{ path, headers: { accept: 'image/avif', 'if-none-match': etag } }];
const again = await runLoad(site, { requests: known, pace: { atOnce: 16 }, seconds });
figures['resident at the end, MB'] = (await readMemory(pid)).resident;
await report('image', {
  ...figures,
  ...toFigures(`looked at, at ${perSecond}/s`, looked),
  'looked at, 16 at once, requests/s': most.answered / most.seconds,
  'known already (304), 16 at once, requests/s': again.answered / again.seconds,
});

async function upload(sender: Reader | undefined, file: Buffer): Promise<OwnImage> {
  const form = new FormData();
  form.append('image', new Blob([new Uint8Array(file)], { type: 'image/jpeg' }), 'picture.jpg');
  const answer = await fetch(`${site.url}${imagePath}`, {
    method: 'POST',
    headers: sender?.headers ?? {},
    body: form,
  });
  if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json()) as OwnImage; // what the route's type says
}

/** A picture that everybody may see, and what it is known by. */
async function post(file: Buffer): Promise<{ path: string; etag: string }> {
  const [sender] = senders;
  const image = await upload(sender, file);
  const answer = await fetch(`${site.url}/api/content/post.create`, {
    method: 'POST',
    headers: { ...sender?.headers, 'content-type': 'application/json' },
    body: JSON.stringify({
      text: 'Look!',
      images: [{ id: image.id, alt: 'noise' }],
      idempotencyKey: randomUUID(),
    }),
  });
  if (!answer.ok) throw new Error(`The post was answered ${answer.status}`);
  await untilRefined();
  const path = `${imagePath}/${image.id}/medium`;
  const seen = await fetch(`${site.url}${path}`, { headers: { accept: 'image/avif' } });
  await seen.arrayBuffer();
  return { path, etag: z.string().parse(seen.headers.get('etag')) };
}

async function untilRefined(): Promise<void> {
  const waiting = `SELECT 1 FROM images WHERE refined_at IS NULL AND state = 'ready' LIMIT 1`;
  const until = performance.now() + patienceMs;
  while ((await query(site.databaseUrl('image'), waiting)).length > 0) {
    if (performance.now() > until) throw new Error('AVIF is not made');
    await setTimeout(200);
  }
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}
