import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { type Network, type Someone, startNetwork } from './network.ts';
import { createStores } from './stores.ts';
import { until } from './until.ts';

/** What is written is found, and what is gone is gone, within this, whatever else the machine does. */
const soon = { timeout: 30_000 };
/** The first event of a run waits for the consumers to have joined their groups. */
const atFirstMs = 30_000;

const stack = new AsyncDisposableStack();
let network: Network;
let ann: Someone;
let bob: Someone;

beforeAll(async () => {
  const stores = stack.use(await createStores());
  network = stack.use(await startNetwork({ urls: stores.urls }));
  ann = await network.signUp('ann');
  bob = await network.signUp('bob');
  const { id } = await write(ann, '첫글입니다');
  await until(
    () => find(bob, '첫글'),
    (found) => found.includes(id),
    atFirstMs,
  );
});
afterAll(() => stack.disposeAsync());

const write = (who: Someone, text: string) =>
  who.api.content.post.create.mutate({ text, idempotencyKey: randomUUID() });
const find = async (who: Pick<Someone, 'api'>, query: string): Promise<string[]> => {
  const page = await who.api.search.search.posts.query({ query });
  return page.items.map(({ post }) => post.id);
};
const findComments = async (who: Someone, query: string): Promise<string[]> => {
  const page = await who.api.search.search.comments.query({ query });
  return page.items.map(({ comment }) => comment.id);
};

test('a post is found soon, by who is not logged in too, as it is edited, and not once it is deleted', async () => {
  const { id, version } = await write(ann, '학교에서 만난 고양이 #길고양이');
  const visitor = network.createClient();
  await expect.poll(() => find(visitor, '학교'), soon).toEqual([id]);
  expect(await find(bob, '#길고양이')).toEqual([id]);
  await ann.api.content.post.edit.mutate({ id, version, text: '도서관에서 만난 강아지' });
  await expect.poll(() => find(bob, '도서관'), soon).toEqual([id]);
  expect(await find(bob, '학교')).toEqual([]);
  expect(await find(bob, '#길고양이')).toEqual([]);
  await ann.api.content.post.delete.mutate({ id });
  expect(await find(bob, '도서관')).toEqual([]);
});

test('a comment is found with its post, and goes with it', async () => {
  const post = await write(ann, '댓글을 기다리는 글');
  const { id } = await bob.api.content.comment.create.mutate({
    postId: post.id,
    text: '기다리던 대답입니다',
    idempotencyKey: randomUUID(),
  });
  await expect.poll(() => findComments(ann, '대답'), soon).toEqual([id]);
  const { items } = await ann.api.search.search.comments.query({ query: '대답' });
  expect(items[0]).toMatchObject({
    comment: { post: { id: post.id }, author: { handle: bob.handle } },
    highlights: [{ start: 5, end: 7 }],
  });
  await ann.api.content.post.delete.mutate({ id: post.id });
  expect(await findComments(ann, '대답')).toEqual([]);
});

test('comments are narrowed down by the language they are in', async () => {
  const post = await write(ann, '언어를 묻는 글');
  const [korean, english] = await Promise.all(
    [
      '언어표본 하나를 우리말로 길게 씁니다',
      '언어표본: this one is written in English, at some length',
    ].map((text) =>
      bob.api.content.comment.create.mutate({
        postId: post.id,
        text,
        idempotencyKey: randomUUID(),
      }),
    ),
  );
  await expect.poll(() => findComments(ann, '언어표본'), soon).toHaveLength(2);
  expect(await findComments(ann, '언어표본 lang:ko')).toEqual([korean?.id]);
  expect(await findComments(ann, '언어표본 lang:en')).toEqual([english?.id]);
});

test('a bio is found while everybody may read it, and who is followed comes first', async () => {
  const [dave, erin] = [await network.signUp('gourd_a'), await network.signUp('gourd_b')];
  const found = async (query: string): Promise<string[]> => {
    const { items } = await bob.api.search.search.members.query({ query });
    return items.map(({ id }) => id);
  };
  await dave.api.member.profile.update.mutate({ bio: '박넝쿨을 그리는 사람' });
  await expect.poll(() => found('박넝쿨'), soon).toEqual([dave.memberId]);
  await dave.api.member.profile.setVisibility.mutate({ visibility: 'FOLLOWERS' });
  await expect.poll(() => found('박넝쿨'), soon).toEqual([]);

  await dave.api.member.profile.setVisibility.mutate({ visibility: 'PUBLIC' });
  await expect.poll(() => found('박넝쿨'), soon).toEqual([dave.memberId]);

  // Of those followed alike, the newer one.
  await expect.poll(() => found('gourd'), soon).toEqual([erin.memberId, dave.memberId]);
  await bob.api.member.follow.follow.mutate({ memberId: dave.memberId });
  await expect.poll(() => found('gourd'), soon).toEqual([dave.memberId, erin.memberId]);
  await bob.api.member.follow.unfollow.mutate({ memberId: dave.memberId });
  await expect.poll(() => found('gourd'), soon).toEqual([erin.memberId, dave.memberId]);
});

test('who has blocked somebody is not met by them, neither as a member nor by what they wrote', async () => {
  const carol = await network.signUp('carol');
  const { id } = await write(carol, '차단될 이야기');
  await expect.poll(() => find(bob, '이야기'), soon).toEqual([id]);
  const meet = async (who: Someone): Promise<string[]> => {
    const { items } = await who.api.search.search.members.query({ query: carol.handle });
    const { members } = await who.api.search.search.suggest.query({ prefix: carol.handle });
    return [...items, ...members].map((member) => member.id);
  };
  await expect.poll(() => meet(bob), soon).toEqual([carol.memberId, carol.memberId]);
  await carol.api.member.block.block.mutate({ memberId: bob.memberId });
  // At once, or when it is told again for Redis was too late; nobody has to ask, which is after a minute.
  await expect.poll(() => find(bob, '이야기'), { timeout: 20_000 }).toEqual([]);
  await expect.poll(() => meet(bob), { timeout: 20_000 }).toEqual([]);
  expect(await meet(ann)).toEqual([carol.memberId, carol.memberId]);
});

test('tags that several use lately are in trend, and suggested by their initial consonants', async () => {
  await Promise.all([ann, bob].map((who) => write(who, '다들 #감사일기 쓰나요')));
  const trends = async () => (await ann.api.search.search.trends.query()).items;
  await expect.poll(async () => (await find(ann, '#감사일기')).length, soon).toBe(2);
  const suggested = async () =>
    (await ann.api.search.search.suggest.query({ prefix: 'ㄱㅅ' })).tags;
  await expect.poll(suggested, soon).toEqual([{ tag: '감사일기', postCount: 2 }]);
  expect(await trends()).toContainEqual({ tag: '감사일기', postCount: 2, authorCount: 2 });
});

test('recent searches are the member’s own', async () => {
  await ann.api.search.recent.add.mutate({ query: '비밀 선물' });
  const { items } = await ann.api.search.recent.list.query();
  expect(items.map(({ query }) => query)).toEqual(['비밀 선물']);
  expect((await bob.api.search.recent.list.query()).items).toEqual([]);
  await expect(network.createClient().api.search.recent.list.query()).rejects.toThrow(
    'UNAUTHENTICATED',
  );
});
