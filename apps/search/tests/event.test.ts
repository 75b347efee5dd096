import type { DomainEvent } from '@dailyfeed/contract/events';
import { newId } from '@dailyfeed/service-kit/id';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

import {
  eventOf,
  postEvent,
  type PostFacts,
  startTestSearch,
  type TestSearch,
} from './_harness.ts';

let search: TestSearch;
beforeAll(async () => {
  search = await startTestSearch();
});
afterAll(() => search[Symbol.asyncDispose]());

const tagsOf = async (prefix: string): Promise<string[]> =>
  (await search.nobody.search.tags.query({ query: prefix })).items.map(({ tag }) => tag);
const addAuthor = async (): Promise<string> => {
  const id = newId();
  const handle = `h_${id.slice(-8)}`;
  search.world.members.set(id, {
    id,
    handle,
    displayName: '글쓴이',
    avatarUrl: null,
    visibility: 'PUBLIC',
  });
  await search.tell([eventOf('member.signed_up', { memberId: id }, { id })]);
  return id;
};

test('in whatever order, and however often, the events of a post arrive, the latest stands', async () => {
  const authorId = await addAuthor();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 5, maxLength: 12 }),
      fc.boolean(),
      async (order, isTogether) => {
        const first = search.world.add({ text: '처음글 #처음표', authorId });
        const edited = { ...first, text: '고친글 #고친표', version: 2 };
        const again = { ...first, text: '다시고친글 #다시표', version: 3 };
        search.world.posts.set(first.id, again);
        const events = [
          postEvent('post.created', first, 1),
          postEvent('post.edited', edited, 2),
          postEvent('post.hidden', edited, 3),
          postEvent('post.unhidden', edited, 4),
          postEvent('post.edited', again, 5),
        ];
        const arriving = [...order.flatMap((index) => events[index] ?? []), ...events.toReversed()];
        if (isTogether) await search.tell(arriving);
        else for (const event of arriving) await search.tell([event]);

        expect(await search.find('처음글')).not.toContain(first.id);
        expect(await search.find('다시고친글')).toContain(first.id);
        expect(await tagsOf('처음표')).toEqual([]);
        expect(await tagsOf('다시표')).toEqual(['다시표']);

        await search.tell([postEvent('post.deleted', { ...again, version: 4 }, 6)]);
        await search.tell(arriving);
        expect(await search.find('다시고친글')).not.toContain(first.id);
        expect(await tagsOf('다시표')).toEqual([]);
      },
    ),
    { numRuns: 20, seed: 20_261_129 },
  );
});

test('tags of what moderation hides count no more, until it is shown again', async () => {
  const authorId = await addAuthor();
  const post = search.world.add({ text: '#숨긴표', authorId });
  await search.tell([postEvent('post.created', post)]);
  expect(await tagsOf('숨긴표')).toEqual(['숨긴표']);
  await search.tell([postEvent('post.hidden', post)]);
  expect(await tagsOf('숨긴표')).toEqual([]);
  await search.tell([postEvent('post.unhidden', post)]);
  expect(await tagsOf('숨긴표')).toEqual(['숨긴표']);
});

test('tags of who does not show themselves to everybody are nobody’s to learn', async () => {
  const authorId = await addAuthor();
  await search.write({ text: '#비밀표', authorId });
  expect(await tagsOf('비밀표')).toEqual(['비밀표']);
  const known = search.world.members.get(authorId);
  if (known) search.world.members.set(authorId, { ...known, visibility: 'PRIVATE' });
  await search.tell([
    eventOf('member.visibility_changed', { memberId: authorId }, { id: authorId }),
  ]);
  expect(await tagsOf('비밀표')).toEqual([]);
  expect((await search.nobody.search.suggest.query({ prefix: '비밀' })).tags).toEqual([]);
});

test('what somebody likes and comments on comes first', async () => {
  const [plain = '', liked = '', discussed = ''] = await search.write(
    ...[3, 2, 1].map((seconds) => ({
      text: '같은 낱말',
      createdAt: new Date(Date.now() - seconds * 1000).toISOString(),
    })),
  );
  const found = () => search.find('낱말', 'best');
  expect(await found()).toEqual([discussed, liked, plain]);
  const likes = { postId: plain, likeCount: 9 };
  await search.tell([eventOf('post.liked', likes, { id: plain })]);
  expect(await found()).toEqual([plain, discussed, liked]);
  const id = newId();
  const comment = { commentId: id, postId: liked, authorId: newId(), text: '음', version: 1 };
  const createdAt = new Date().toISOString();
  const data = { ...comment, createdAt, language: null, hidden: false };
  const told = eventOf('comment.created', { ...data, commentCount: 40 }, { id });
  await search.tell([told]);
  expect(await found()).toEqual([liked, plain, discussed]);
  // An older count, told late.
  await search.tell([eventOf('post.liked', { ...likes, likeCount: 0 }, { id: plain, version: 1 })]);
  expect(await found()).toEqual([liked, plain, discussed]);
});

test('of who is erased nothing is left: neither what they wrote nor what they searched for', async () => {
  const authorId = await addAuthor();
  const [id = ''] = await search.write({ text: '지워질 글 #지워질표', authorId });
  await search.as(authorId).recent.add.mutate({ query: '지워질 검색' });
  expect(await search.find('지워질')).toEqual([id]);
  await search.tell([eventOf('member.erased', { memberId: authorId }, { id: authorId })]);
  expect(await search.find('지워질')).toEqual([]);
  expect(await tagsOf('지워질표')).toEqual([]);
  expect(await leftOf(authorId)).toEqual([0, 0, 0]);
});

async function leftOf(memberId: string): Promise<unknown[]> {
  const { db } = search.deps;
  const counts = [
    'SELECT count(*)::int FROM members WHERE id = $1',
    'SELECT count(*)::int FROM posts WHERE author_id = $1',
    'SELECT count(*)::int FROM recent_searches WHERE member_id = $1',
  ].map(async (sql) => (await db.query<{ count: number }>(sql, [memberId])).rows[0]?.count);
  return Promise.all(counts);
}

test('an event that the member service is needed for waits for it, and nothing of its batch is lost', async () => {
  const away = new Error('away');
  const { members } = search.deps;
  const post: PostFacts = search.world.add({ text: '기다린 글' });
  const events: DomainEvent[] = [
    postEvent('post.created', post),
    eventOf('member.updated', { memberId: post.authorId }, { id: post.authorId }),
  ];
  search.deps.members = { ...members, indexed: () => Promise.reject(away) };
  await expect(search.tell(events)).rejects.toBe(away);
  expect(await search.find('기다린')).toEqual([]);
  search.deps.members = members;
  await search.tell(events);
  expect(await search.find('기다린')).toEqual([post.id]);
});
