import { newId } from '@dailyfeed/service-kit/id';
import { expect, test } from 'vitest';

import { commentEvent, eventOf, postEvent, startTestSearch, type TestSearch } from './_harness.ts';

const sorts = ['best', 'newest'] as const;

/** More than one page could look through. */
const many = 6;

/** How many a reader finds, one a page, and what each page says of whether there is more. */
async function pagesOf(
  api: TestSearch['nobody'],
  kind: 'posts' | 'comments',
  input: { query: string; sort: 'best' | 'newest' },
): Promise<{ found: number; goesOn: boolean }[]> {
  const pages: { found: number; goesOn: boolean }[] = [];
  for (let cursor: string | null = null; pages.length < 3 * many;) {
    const { items, nextCursor }: { items: unknown[]; nextCursor: string | null } = await api.search[
      kind
    ].query({ ...input, limit: 1, cursor });
    pages.push({ found: items.length, goesOn: nextCursor !== null });
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  return pages;
}

const nothing = [{ found: 0, goesOn: false }];

test('that a closed account wrote a word shows in nothing that a page says', async () => {
  await using search = await startTestSearch();
  const { world } = search;
  const [closed, friend, open] = [newId(), newId(), newId()];
  for (const [id, handle] of [
    [closed, 'closed_one'],
    [open, 'open_one'],
  ] as const) {
    const visibility = id === closed ? 'FOLLOWERS' : 'PUBLIC';
    world.members.set(id, { id, handle, displayName: handle, avatarUrl: null, visibility });
    await search.tell([eventOf('member.signed_up', { memberId: id }, { id })]);
  }
  world.readersOf.set(closed, [friend]);
  await search.write(
    ...Array.from({ length: many }, () => ({ text: 'a secret', authorId: closed })),
  );
  const [own] = await search.write({ text: 'a secret', authorId: open });
  for (const sort of sorts) {
    for (const query of ['secret', 'secret from:closed_one from:open_one']) {
      const input = { query, sort };
      const openOnly = [{ found: 1, goesOn: false }];
      expect(await pagesOf(search.nobody, 'posts', input)).toEqual(openOnly);
      expect(await pagesOf(search.as(newId()), 'posts', input)).toEqual(openOnly);
      for (const reader of [friend, closed]) {
        const { items } = await search.as(reader).search.posts.query({ ...input, limit: 100 });
        expect(items).toHaveLength(many + 1);
      }
    }
    const theirs = { query: 'secret from:closed_one', sort };
    expect(await pagesOf(search.nobody, 'posts', theirs)).toEqual(nothing);
  }
  // The one that is open is muted, say: nothing is left to see, and nothing left to count.
  world.unseen.add(own ?? '');
  const muted = await pagesOf(search.nobody, 'posts', { query: 'secret', sort: 'newest' });
  expect(muted).toEqual(nothing);
});

test('what an open account answered a closed one stays with those who may read both', async () => {
  await using search = await startTestSearch();
  const { world } = search;
  const [closed, friend] = [newId(), newId()];
  const visibility = 'PRIVATE' as const;
  world.members.set(closed, {
    id: closed,
    handle: 'closed_one',
    displayName: 'Closed',
    avatarUrl: null,
    visibility,
  });
  await search.tell([eventOf('member.signed_up', { memberId: closed }, { id: closed })]);
  world.readersOf.set(closed, [friend]);
  const [postId = ''] = await search.write({ text: 'a secret', authorId: closed });
  const comment = { id: newId(), postId, authorId: newId(), text: 'an answer', version: 1 };
  world.comments.set(comment.id, comment);
  await search.tell([commentEvent('comment.created', comment)]);
  const input = { query: 'answer', sort: 'newest' } as const;
  expect(await pagesOf(search.nobody, 'comments', input)).toEqual(nothing);
  expect(await pagesOf(search.as(friend), 'comments', input)).toEqual([
    { found: 1, goesOn: false },
  ]);
});

test('what moderation has hidden its author alone finds, and nobody else learns that it is there', async () => {
  await using search = await startTestSearch();
  const { world } = search;
  const author = newId();
  const ids = await search.write(
    ...Array.from({ length: many }, () => ({ text: 'casino', authorId: author })),
  );
  const posts = ids.flatMap((id) => world.posts.get(id) ?? []);
  await search.tell(posts.map((post) => postEvent('post.hidden', { ...post, version: 2 })));
  const comment = { id: newId(), authorId: author, text: 'casino', version: 1 };
  const [openId = ''] = await search.write('an open post');
  const answer = { ...comment, postId: openId };
  world.comments.set(answer.id, answer);
  await search.tell([
    commentEvent('comment.created', answer),
    commentEvent('comment.hidden', { ...answer, version: 2 }),
  ]);
  for (const sort of sorts) {
    const input = { query: 'casino', sort };
    for (const kind of ['posts', 'comments'] as const) {
      expect(await pagesOf(search.nobody, kind, input)).toEqual(nothing);
    }
    expect(await pagesOf(search.as(author), 'posts', input)).toHaveLength(many);
    expect(await pagesOf(search.as(author), 'comments', input)).toHaveLength(1);
  }
});

test('whoever goes on with somebody else’s cursor reads what is open to themselves', async () => {
  await using search = await startTestSearch();
  const { world } = search;
  const [closed, friend] = [newId(), newId()];
  world.members.set(closed, {
    id: closed,
    handle: 'closed_too',
    displayName: 'closed_too',
    avatarUrl: null,
    visibility: 'FOLLOWERS',
  });
  await search.tell([eventOf('member.signed_up', { memberId: closed }, { id: closed })]);
  world.readersOf.set(closed, [friend]);
  await search.write(...Array.from({ length: many }, () => ({ text: 'handed', authorId: closed })));
  const ask = { query: 'handed', sort: 'best', limit: 1 } as const;
  const { nextCursor: cursor } = await search.as(friend).search.posts.query(ask);
  expect(cursor).not.toBeNull();
  for (const other of [search.nobody, search.as(newId())]) {
    expect(await other.search.posts.query({ ...ask, cursor })).toEqual({
      items: [],
      nextCursor: null,
    });
  }
  const second = await search.as(friend).search.posts.query({ ...ask, cursor });
  expect(second.items).toHaveLength(1);
});
