import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { handleImageEvent } from '../src/events/images.ts';
import { sweep } from '../src/testing.ts';
import {
  refusal,
  startTestImage,
  type TestImage,
  toEvent,
  upload,
  uploadPosted,
} from './_harness.ts';
import { paintJpeg } from './_pictures.ts';
import { startTestStore, storeKinds, type TestStore } from './_stores.ts';

const dayMs = 86_400_000;
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

  const picture = () => paintJpeg({ width: 60, height: 40 });
  const isThere = async (own: { id: string }): Promise<boolean> =>
    (await image.view({ id: own.id, token: image.deps.tokens.sign(own.id) })).status === 200;

  const tell = (...event: Parameters<typeof toEvent>): Promise<void> =>
    handleImageEvent(image.deps, toEvent(...event));

  test('only the member’s own images are claimed, for what they were uploaded for, all or none', async () => {
    const [ann, mallory] = [image.newMember(), image.newMember()];
    const own = await upload(ann, await picture());
    const avatar = await upload(ann, await picture(), { purpose: 'avatar' });
    const claim = (memberId: string, ids: string[], ownerId = newId()) =>
      image.service.image.claim.mutate({ memberId, purpose: 'post', ownerId, ids });
    expect(await refusal(claim(mallory.id, [own.id]))).toBe('IMAGE_NOT_FOUND');
    expect(await refusal(claim(ann.id, [own.id, avatar.id]))).toBe('IMAGE_NOT_FOUND');
    expect(await refusal(claim(ann.id, [own.id, newId()]))).toBe('IMAGE_NOT_FOUND');
    // None of these has taken it: nobody sees it without a token.
    expect((await image.view({ id: own.id })).status).toBe(404);
    const postId = newId();
    const shape = { id: own.id, width: 60, height: 40, blurhash: own.blurhash, isAnimated: false };
    expect(await claim(ann.id, [own.id], postId)).toEqual([shape]);
    expect(await claim(ann.id, [own.id], postId)).toEqual([shape]);
    expect(
      await refusal(
        image.nobody.image.claim.mutate({
          memberId: ann.id,
          purpose: 'post',
          ownerId: postId,
          ids: [own.id],
        }),
      ),
    ).toBe('FORBIDDEN');
  });

  test('a claim that came to nothing is in nobody’s way; one that was told of stays', async () => {
    const ann = image.newMember();
    const own = await uploadPosted(image, ann, await picture());
    const second = newId();
    const claim = (ownerId: string) =>
      image.service.image.claim.mutate({
        memberId: ann.id,
        purpose: 'post',
        ownerId,
        ids: [own.id],
      });
    await claim(second);
    const created = { postId: second, authorId: ann.id, images: [{ id: own.id }] };
    await tell('post.created', created);
    await tell('post.created', created);
    expect(await refusal(claim(newId()))).toBe('IMAGE_IN_USE');
    await claim(second);
  });

  test('a claim is released by who made it, unless it was told of: then nobody sees it without a token', async () => {
    const ann = image.newMember();
    const [loose, told] = [
      await uploadPosted(image, ann, await picture()),
      await uploadPosted(image, ann, await picture()),
    ];
    await tell('post.created', {
      postId: told.postId,
      authorId: ann.id,
      images: [{ id: told.id }],
    });
    const release = (ownerId: string, id: string, memberId = ann.id) =>
      image.service.image.release.mutate({ memberId, ownerId, ids: [id] });
    expect(await release(newId(), loose.id)).toEqual({ ids: [] });
    expect(await release(loose.postId, loose.id, newId())).toEqual({ ids: [] });
    expect(await release(told.postId, told.id)).toEqual({ ids: [] });
    for (const { id } of [loose, told]) expect((await image.view({ id })).status).toBe(200);
    expect(await release(loose.postId, loose.id)).toEqual({ ids: [loose.id] });
    expect(await release(loose.postId, loose.id)).toEqual({ ids: [] });
    expect((await image.view({ id: loose.id })).status).toBe(404);
    // Nobody's, it may be deleted by its owner.
    const answer = await fetch(`${image.url}/api/image/${loose.id}`, {
      method: 'DELETE',
      headers: ann.headers(),
    });
    expect(answer.status).toBe(204);
    const mine = { memberId: ann.id, ownerId: told.postId, ids: [told.id] };
    expect(await refusal(image.nobody.image.release.mutate(mine))).toBe('FORBIDDEN');
  });

  test('what leaves a post, or goes with it, is gone; a stranger’s event touches nothing', async () => {
    const ann = image.newMember();
    const [kept, dropped, other] = [
      await uploadPosted(image, ann, await picture()),
      await upload(ann, await picture()),
      await uploadPosted(image, ann, await picture()),
    ];
    const { postId } = kept;
    await tell('post.created', {
      postId,
      authorId: ann.id,
      images: [{ id: kept.id }, { id: dropped.id }],
    });
    await tell('post.edited', { postId, authorId: newId(), removedImageIds: [kept.id] });
    expect(await isThere(kept)).toBe(true);
    await tell('post.edited', {
      postId,
      authorId: ann.id,
      images: [{ id: kept.id }],
      removedImageIds: [dropped.id],
    });
    // Delivered again, late.
    await tell('post.created', {
      postId,
      authorId: ann.id,
      images: [{ id: kept.id }, { id: dropped.id }],
    });
    expect([await isThere(kept), await isThere(dropped)]).toEqual([true, false]);
    await tell('post.hidden', { postId });
    expect((await image.view({ id: kept.id })).status).toBe(404);
    await tell('post.unhidden', { postId, authorId: ann.id, images: [{ id: kept.id }] });
    expect((await image.view({ id: kept.id })).status).toBe(200);
    await tell('post.deleted', { postId });
    await tell('post.deleted', { postId });
    expect([await isThere(kept), await isThere(other)]).toEqual([false, true]);
    expect(await image.deps.store.list(`${kept.id}/`)).toEqual([]);
  });

  test('of what hides a post and shows it, the later version counts, in whatever order it is told', async () => {
    const ann = image.newMember();
    const [first, added] = [
      await uploadPosted(image, ann, await picture()),
      await upload(ann, await picture()),
    ];
    const { postId } = first;
    const one = { postId, authorId: ann.id, images: [{ id: first.id }] };
    const both = { ...one, images: [{ id: first.id }, { id: added.id }] };
    const statuses = async (): Promise<number[]> => {
      const answers = [await image.view({ id: first.id }), await image.view({ id: added.id })];
      return answers.map(({ status }) => status);
    };
    await tell('post.created', one, 1);
    await tell('post.hidden', { postId }, 2);
    await tell('post.unhidden', one, 3);
    await tell('post.hidden', { postId }, 2);
    expect(await statuses()).toEqual([200, 404]);
    // What an edit adds has not heard of what came before.
    await tell('post.edited', both, 4);
    await tell('post.hidden', { postId }, 2);
    expect(await statuses()).toEqual([200, 200]);
    await tell('post.hidden', { postId }, 6);
    await tell('post.edited', both, 5);
    await tell('post.unhidden', both, 3);
    expect(await statuses()).toEqual([404, 404]);
    await tell('post.unhidden', both, 7);
    expect(await statuses()).toEqual([200, 200]);
  });

  test('an avatar stays until another takes its place, and all that was a member’s goes with them', async () => {
    const ann = image.newMember();
    const [first, second] = [
      await upload(ann, await picture(), { purpose: 'avatar' }),
      await upload(ann, await picture(), { purpose: 'avatar' }),
    ];
    const memberId = ann.id;
    await tell('member.updated', { memberId, avatarImageId: first.id });
    await tell('member.updated', {
      memberId,
      avatarImageId: second.id,
      removedImageIds: [first.id],
    });
    expect([await isThere(first), await isThere(second)]).toEqual([false, true]);
    await tell('member.erased', { memberId });
    expect(await isThere(second)).toBe(false);
  });

  test('the sweep takes what nobody has claimed for a day, and what a killed process left, and nothing else', async () => {
    await using own = await startTestImage({}, { now: () => now });
    const ann = own.newMember();
    const images = {
      unclaimed: await upload(ann, await picture()),
      drafted: await upload(ann, await picture()),
      lost: await uploadPosted(own, ann, await picture()),
      untold: await uploadPosted(own, ann, await picture()),
      told: await uploadPosted(own, ann, await picture()),
    };
    const told = { memberId: ann.id, purpose: 'post', ownerId: images.told.postId } as const;
    await own.db.query('UPDATE images SET confirmed_at = now() WHERE id = $1 AND owner_id = $2', [
      images.told.id,
      told.ownerId,
    ]);
    const half = await upload(ann, await picture());
    await own.db.query(`UPDATE images SET state = 'storing' WHERE id = $1`, [half.id]);
    const left = await upload(ann, await picture());
    await own.db.query(`UPDATE images SET state = 'removed' WHERE id = $1`, [left.id]);
    own.held.push(
      { id: images.drafted.id, memberId: ann.id, ownerId: null },
      { id: images.untold.id, memberId: ann.id, ownerId: images.untold.postId },
      // Somebody else says to have it: that counts for nothing.
      { id: images.unclaimed.id, memberId: newId(), ownerId: newId() },
    );
    expect(await sweep(own.deps)).toEqual({ removed: 0, kept: 0, erased: 1 });
    now = new Date(now.getTime() + dayMs + 1000);
    // What cannot be learned is not decided.
    const unsure = { ...own.deps, holders: { find: () => Promise.reject(new Error('away')) } };
    await expect(sweep(unsure)).rejects.toThrow('away');
    expect(await sweep(own.deps)).toEqual({ removed: 3, kept: 2, erased: 3 });
    expect(await sweep(own.deps)).toBeUndefined();
    const rows = await own.db.query<{ id: string }>('SELECT id FROM images');
    expect(rows.rows.map(({ id }) => id).toSorted()).toEqual(
      [images.drafted.id, images.untold.id, images.told.id].toSorted(),
    );
    // A draft is asked for again a day later; a post has said that it has it.
    own.held.length = 0;
    now = new Date(now.getTime() + dayMs + 1000);
    expect(await sweep(own.deps)).toEqual({ removed: 1, kept: 0, erased: 1 });
  });
});
