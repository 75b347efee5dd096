import { expect } from 'vitest';

import { test } from './_network.ts';
import { onePixel } from './one-pixel.ts';
import { until } from './until.ts';

const soonMs = 90_000;

test('pictures go with a post to whoever may see it, and with its author’s openness and its end', async ({
  network,
}) => {
  const [ann, bob] = await Promise.all([network.signUp('ann'), network.signUp('bob')]);
  await bob.api.member.follow.follow.mutate({ memberId: ann.memberId });
  const picture = await ann.uploadImage(onePixel);
  const avatar = await ann.uploadImage(onePixel, { purpose: 'avatar' });
  await ann.api.member.profile.update.mutate({ avatarImageId: avatar.id });
  const post = await ann.api.content.post.create.mutate({
    text: 'look',
    images: [{ id: picture.id, alt: 'one red pixel' }],
    idempotencyKey: 'post-with-picture',
  });
  const statusOf = async (path: string): Promise<number> => {
    const answer = await fetch(`${network.url}${path}`);
    await answer.body?.cancel();
    return answer.status;
  };
  const shown = async () => {
    const { items } = await bob.api.timeline.feed.byAuthor.query({
      authorId: ann.memberId,
      only: 'media',
    });
    return items.flatMap(({ images }) => images);
  };
  expect(await shown()).toMatchObject([{ id: picture.id, alt: 'one red pixel', token: null }]);
  const path = `/api/image/${picture.id}/medium`;
  expect(await statusOf(path)).toBe(200);
  expect(await statusOf(`/api/image/${avatar.id}/thumb`)).toBe(200);

  await ann.api.member.profile.setVisibility.mutate({ visibility: 'FOLLOWERS' });
  // At once, or when it is told again for Redis was too late; nobody has to ask, which is after a minute.
  await until(
    () => statusOf(path),
    (status) => status === 404,
    20_000,
  );
  expect(await statusOf(`/api/image/${avatar.id}/thumb`)).toBe(200);
  const token = await until(
    async () => (await shown())[0]?.token ?? null,
    (opened) => opened !== null,
    soonMs,
  );
  expect(await statusOf(`${path}?token=${token}`)).toBe(200);

  await ann.api.content.post.delete.mutate({ id: post.id });
  await until(
    () => statusOf(`${path}?token=${token}`),
    (status) => status === 404,
    soonMs,
  );
});
