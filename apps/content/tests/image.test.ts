import { AppError } from '@dailyfeed/contract/errors';
import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Images } from '../src/deps.ts';
import { eventsOf, newKey, refusal, startTestContent, type TestContent } from './_harness.ts';

/** The image service, as far as content can tell: whose images there are, and what becomes of a claim. */
const owners = new Map<string, string>();
const released: Parameters<Images['release']>[0][] = [];
let isAway = false;
const images: Images = {
  release: async (claim) => {
    if (isAway) throw new AppError('UPSTREAM_UNAVAILABLE');
    released.push(claim);
  },
  claim: async ({ memberId, ids }) => {
    if (isAway) throw new AppError('UPSTREAM_UNAVAILABLE');
    return ids.map((id) => {
      if (owners.get(id) !== memberId) throw new AppError('IMAGE_NOT_FOUND');
      return { id, width: 40, height: 30, blurhash: 'LEHV6nWB2yk8', isAnimated: false };
    });
  },
};
let content: TestContent;
beforeAll(async () => {
  content = await startTestContent({}, { images });
});
afterAll(() => content[Symbol.asyncDispose]());

function someone() {
  const member = content.newMember();
  const upload = (alt = '') => {
    const id = newId();
    owners.set(id, member.id);
    return { id, alt };
  };
  return { ...member, upload };
}
const attached = (image: { id: string; alt: string }) => ({
  ...image,
  width: 40,
  height: 30,
  blurhash: 'LEHV6nWB2yk8',
  isAnimated: false,
});

test('a post has its images in their order, tells of them, and a replay gets them again', async () => {
  const ann = someone();
  const [first, second] = [ann.upload('a cat'), ann.upload()];
  const input = { text: 'look', images: [first, second], idempotencyKey: newKey() };
  const post = await ann.api.post.create.mutate(input);
  expect(post.images).toEqual([attached(first), attached(second)]);
  const [created] = await eventsOf(content, post.id);
  expect(created?.event).toMatchObject({ data: { images: post.images, removedImageIds: [] } });
  // Also when the image service says that they are another's by now.
  owners.delete(first.id);
  expect(await ann.api.post.create.mutate(input)).toEqual(post);
  expect(await content.service.post.byIds.query({ ids: [post.id] })).toEqual([post]);
});

test('what is not the author’s, twice there, a fifth, or in another post is refused, and nothing is written', async () => {
  const [ann, mallory] = [someone(), someone()];
  const own = ann.upload();
  const create = (list: { id: string; alt: string }[], who = ann) =>
    who.api.post.create.mutate({ text: 'x', images: list, idempotencyKey: newKey() });
  const refused = { status: 404, code: 'IMAGE_NOT_FOUND', wrote: false };
  expect(await refusal(content, () => create([own], mallory))).toMatchObject(refused);
  const invalid = { status: 400, code: 'INPUT_INVALID', wrote: false };
  expect(await refusal(content, () => create([own, own]))).toMatchObject(invalid);
  const five = Array.from({ length: 5 }, () => ann.upload());
  expect(await refusal(content, () => create(five))).toMatchObject(invalid);
  await create([own]);
  // Both may have claimed it; one has it.
  expect(await refusal(content, () => create([own]))).toMatchObject({
    status: 409,
    code: 'IMAGE_IN_USE',
    wrote: false,
  });
});

test('a claim whose post is not written is taken back, unless another post has the image; the writer hears the first failure', async () => {
  const ann = someone();
  const [first, second] = [ann.upload(), ann.upload()];
  const key = newKey();
  const create = (image: { id: string; alt: string }, idempotencyKey: string) =>
    ann.api.post.create.mutate({ text: 'x', images: [image], idempotencyKey });
  const post = await create(first, key);
  released.length = 0;
  // A replay has failed at nothing.
  await create(first, key);
  expect(await refusal(content, () => create(first, newKey()))).toMatchObject({
    code: 'IMAGE_IN_USE',
  });
  expect(released).toEqual([]);

  const reused = { code: 'IDEMPOTENCY_KEY_REUSED', wrote: false };
  expect(await refusal(content, () => create(second, key))).toMatchObject(reused);
  expect(released).toEqual([
    { memberId: ann.id, ownerId: expect.not.stringMatching(post.id), ids: [second.id] },
  ]);
  released.length = 0;
  const stale = { id: post.id, text: 'y', images: [first, second], version: 7 };
  expect(await refusal(content, () => ann.api.post.edit.mutate(stale))).toMatchObject({
    code: 'POST_CHANGED',
  });
  expect(released).toEqual([{ memberId: ann.id, ownerId: post.id, ids: [first.id, second.id] }]);
});

test('an edit adds, takes out, describes and orders images; what it does not name stays', async () => {
  const ann = someone();
  const [first, second, third] = [ann.upload('one'), ann.upload('two'), ann.upload('three')];
  const { id } = await ann.api.post.create.mutate({
    text: 'look',
    images: [first, second],
    idempotencyKey: newKey(),
  });
  const words = await ann.api.post.edit.mutate({ id, text: 'look again', version: 1 });
  expect(words.images.map((image) => image.id)).toEqual([first.id, second.id]);
  const described = { ...second, alt: 'the second' };
  const change = { id, text: 'look again', images: [third, described], version: 2 };
  const edited = await ann.api.post.edit.mutate(change);
  expect(edited.images).toEqual([attached(third), attached(described)]);
  const events = await eventsOf(content, id);
  expect(events.at(-1)?.event).toMatchObject({ data: { removedImageIds: [first.id] } });
  // The same again is no edit; and what it has needs no asking.
  isAway = true;
  expect(await ann.api.post.edit.mutate(change)).toEqual(edited);
  const mended = await ann.api.post.edit.mutate({ ...change, text: 'mended', version: 3 });
  expect(mended.images).toEqual(edited.images);
  const adding = () => ann.api.post.edit.mutate({ ...change, images: [ann.upload()], version: 4 });
  expect(await refusal(content, adding)).toMatchObject({ status: 503, wrote: false });
  isAway = false;
});

test('who has which image is told: posts that are there, and drafts', async () => {
  const ann = someone();
  const [posted, drafted, deleted, nobodys] = [
    ann.upload(),
    ann.upload('a draft'),
    ann.upload(),
    ann.upload(),
  ];
  const create = (image: { id: string; alt: string }) =>
    ann.api.post.create.mutate({ text: 'x', images: [image], idempotencyKey: newKey() });
  const post = await create(posted);
  const gone = await create(deleted);
  await ann.api.post.delete.mutate({ id: gone.id });
  const draftId = newId();
  const draft = await ann.api.draft.save.mutate({
    id: draftId,
    text: 'later',
    images: [drafted],
    version: 0,
  });
  expect(draft.images).toEqual([drafted]);
  const ids = [posted.id, drafted.id, deleted.id, nobodys.id];
  const holders = await content.service.post.imageHolders.query({ ids });
  expect(holders).toHaveLength(2);
  expect(holders).toEqual(
    expect.arrayContaining([
      { id: posted.id, memberId: ann.id, ownerId: post.id },
      { id: drafted.id, memberId: ann.id, ownerId: null },
    ]),
  );
});
