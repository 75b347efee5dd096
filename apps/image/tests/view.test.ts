import { AppError } from '@dailyfeed/contract/errors';
import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { refine } from '../src/testing.ts';
import {
  holdJob,
  refineAll,
  startTestImage,
  type TestImage,
  upload,
  uploadPosted,
} from './_harness.ts';
import { paintJpeg } from './_pictures.ts';
import { startTestStore, storeKinds, type TestStore } from './_stores.ts';

describe.each(storeKinds)('on a %s', (kind) => {
  let now = new Date();
  let place: TestStore;
  let image: TestImage;
  beforeAll(async () => {
    place = await startTestStore(kind);
    image = await startTestImage(place.env, { now: () => now });
  });
  afterAll(async () => {
    await image[Symbol.asyncDispose]();
    await place[Symbol.asyncDispose]();
  });

  test('an image of a public post is for everybody and for ever, and is not sent to who has it', async () => {
    const { id } = await uploadPosted(image, image.newMember(), await paintJpeg());
    const answer = await image.view({ id });
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'image/webp',
      'accept-ranges': 'bytes',
      vary: 'accept',
    });
    const etag = answer.headers.get('etag') ?? '';
    const again = await image.view({ id }, { headers: { 'if-none-match': `"other", W/${etag}` } });
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
    const bytes = Buffer.from(await answer.arrayBuffer());
    const part = await image.view({ id }, { headers: { range: 'bytes=10-19' } });
    expect([part.status, part.headers.get('content-range')]).toEqual([
      206,
      `bytes 10-19/${bytes.length}`,
    ]);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(10, 20));
    const end = await image.view({ id }, { headers: { range: 'bytes=-5', 'if-range': etag } });
    expect(Buffer.from(await end.arrayBuffer())).toEqual(bytes.subarray(-5));
    const beyond = await image.view({ id }, { headers: { range: `bytes=${bytes.length}-` } });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([
      416,
      `bytes */${bytes.length}`,
    ]);
    const changed = await image.view(
      { id },
      { headers: { range: 'bytes=0-1', 'if-range': '"old"' } },
    );
    expect(changed.status).toBe(200);
    await changed.body?.cancel();
  });

  test('who takes AVIF gets it once it is made, others WebP', async () => {
    await using _held = await holdJob(image, 'refine-images');
    const { id } = await uploadPosted(image, image.newMember(), await paintJpeg());
    const headers = { accept: 'image/avif,image/webp,*/*' };
    const typeOf = async (how: Parameters<typeof image.view>[1]) => {
      const answer = await image.view({ id }, how);
      await answer.body?.cancel();
      return answer.headers.get('content-type');
    };
    const cachingOf = async (how: Parameters<typeof image.view>[1]) => {
      const answer = await image.view({ id }, how);
      await answer.body?.cancel();
      return answer.headers.get('cache-control');
    };
    const forEver = 'public, max-age=31536000, immutable';
    expect(await typeOf({ headers })).toBe('image/webp');
    // Who takes AVIF is not to keep the WebP for a year.
    expect([await cachingOf({ headers }), await cachingOf({})]).toEqual([
      'public, max-age=60',
      forEver,
    ]);
    await refineAll(image);
    expect([await cachingOf({ headers }), await cachingOf({})]).toEqual([forEver, forEver]);
    expect([await typeOf({ headers }), await typeOf({})]).toEqual(['image/avif', 'image/webp']);
    for (const variant of ['thumb', 'small', 'large']) {
      expect(await typeOf({ headers, variant })).toBe('image/avif');
    }
  });

  test('an image whose smaller format the machine failed at gets it later, and is in no other’s way', async () => {
    await using _held = await holdJob(image, 'refine-images');
    await refineAll(image);
    const small = await paintJpeg({ width: 60, height: 40 });
    const [first, second] = [
      await uploadPosted(image, image.newMember(), small),
      await uploadPosted(image, image.newMember(), small),
    ];
    const refinedIds = async (): Promise<string[]> => {
      const { rows } = await image.db.query<{ id: string }>(
        'SELECT id FROM images WHERE id = ANY($1) AND refined_at IS NOT NULL',
        [[first.id, second.id]],
      );
      return rows.map(({ id }) => id);
    };
    let fails = 1;
    const { lanes } = image.deps;
    const run: typeof lanes.run = async (work, how) => {
      fails -= 1;
      if (fails >= 0) throw new AppError('IMAGE_CONVERSION_FAILED');
      return lanes.run(work, how);
    };
    await refine({ ...image.deps, lanes: { run } });
    expect(await refinedIds()).toEqual([second.id]);
    await refineAll(image);
    expect(await refinedIds()).toEqual([second.id]);
    now = new Date(now.getTime() + 600_000);
    await refineAll(image);
    expect(await refinedIds()).toHaveLength(2);
  });

  test('an image that is nobody’s yet, or of somebody who is not public, is seen with a token of an hour alone', async () => {
    const ann = image.newMember();
    const fresh = await upload(ann, await paintJpeg());
    expect((await image.view({ id: fresh.id })).status).toBe(404);
    const own = await uploadPosted(image, ann, await paintJpeg());
    expect((await image.view({ id: own.id })).status).toBe(200);
    image.closed.add(ann.id);
    expect((await image.view({ id: own.id })).status).toBe(404);

    const token = image.deps.tokens.sign(own.id);
    const answer = await image.view({ id: own.id, token });
    expect(answer.status).toBe(200);
    const [, seconds] =
      answer.headers.get('cache-control')?.match(/^private, max-age=(\d+)$/) ?? [];
    expect(Number(seconds)).toBeGreaterThan(1799);
    expect(Number(seconds)).toBeLessThanOrEqual(3600);
    // Of another image, of nobody, changed.
    for (const forged of [
      image.deps.tokens.sign(fresh.id),
      '',
      'a.b.c',
      // Not at its end, where some letters stand for the same bits.
      token.replace(/.(?=.{10}$)/, (letter) => (letter === 'A' ? 'B' : 'A')),
    ]) {
      expect((await image.view({ id: own.id, token: forged })).status).toBe(404);
    }
    const before = now;
    now = new Date(before.getTime() + 3_600_000);
    expect((await image.view({ id: own.id, token })).status).toBe(404);
    // What everybody may see, they may see with it, too; no shared cache keeps it by that address.
    image.closed.delete(ann.id);
    const open = await image.view({ id: own.id, token });
    await open.body?.cancel();
    expect([open.status, open.headers.get('cache-control')]).toEqual([
      200,
      'private, max-age=3600',
    ]);
    now = before;
  });

  test('the original, and what there is not, is not found, and nobody keeps that answer', async () => {
    const { id } = await uploadPosted(image, image.newMember(), await paintJpeg());
    const paths = [
      { id, variant: 'original' },
      { id, variant: '..%2foriginal' },
      { id: newId(), variant: 'thumb' },
      { id: 'x', variant: 'thumb' },
    ];
    for (const { id: which, variant } of paths) {
      const answer = await image.view({ id: which }, { variant });
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([404, 'no-store']);
    }
  });

  test('only its owner deletes an image, while nothing has it; then it is gone', async () => {
    const ann = image.newMember();
    const mallory = image.newMember();
    const own = await upload(ann, await paintJpeg());
    const remove = async (id: string, headers: Record<string, string>) => {
      const answer = await fetch(`${image.url}/api/image/${id}`, { method: 'DELETE', headers });
      const body = answer.status === 204 ? undefined : Object(await answer.json());
      return [answer.status, body?.error.data.appCode];
    };
    expect(await remove(own.id, {})).toEqual([401, 'UNAUTHENTICATED']);
    expect(await remove(own.id, mallory.headers())).toEqual([404, 'IMAGE_NOT_FOUND']);
    expect((await image.view(own)).status).toBe(200);
    expect(await remove(own.id, ann.headers())).toEqual([204, undefined]);
    expect((await image.view(own)).status).toBe(404);
    expect(await remove(own.id, ann.headers())).toEqual([404, 'IMAGE_NOT_FOUND']);
    expect(await image.deps.store.list(`${own.id}/`)).toEqual([]);

    const posted = await uploadPosted(image, ann, await paintJpeg());
    expect(await remove(posted.id, ann.headers())).toEqual([409, 'IMAGE_IN_USE']);
  });
});
