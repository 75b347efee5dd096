import { newId } from '@dailyfeed/service-kit/id';
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { PageRequest } from '../src/deps.ts';
import { needsRebuild, reindex } from '../src/testing.ts';
import { commentEvent, eventOf, postEvent, startTestSearch, type TestSearch } from './_harness.ts';

let search: TestSearch;
beforeEach(async () => {
  search = await startTestSearch();
});
afterEach(() => search[Symbol.asyncDispose]());

class KilledError extends Error {
  override name = 'KilledError';
}

/** Of 1,200 posts, so that there are three pages; nothing of them has been told. */
function fillWorld(): string[] {
  const ids = Array.from({ length: 1200 }, (_, index) => {
    const authorId = newId();
    search.world.members.set(authorId, {
      id: authorId,
      handle: `writer_${index}`,
      displayName: `작가${index}`,
      avatarUrl: null,
      visibility: 'PUBLIC',
    });
    return search.world.add({ text: `묵은글 번호${index} #묵은표`, authorId }).id;
  });
  const postId = ids[0] ?? '';
  const comment = { id: newId(), postId, authorId: newId(), text: '묵은 댓글', version: 1 };
  search.world.comments.set(comment.id, comment);
  return ids;
}

async function countAll(query: string): Promise<number> {
  let count = 0;
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof search.nobody.search.posts.query>> =
      await search.nobody.search.posts.query({ query, cursor, limit: 100, sort: 'newest' });
    count += page.items.length;
    cursor = page.nextCursor;
  } while (cursor !== null);
  return count;
}

test('the index is built from what member and content have', async () => {
  const ids = fillWorld();
  expect(await countAll('묵은글')).toBe(0);
  await reindex(search.deps);
  expect(await countAll('묵은글')).toBe(ids.length);
  const { nobody } = search;
  expect((await nobody.search.comments.query({ query: '댓글' })).items).toHaveLength(1);
  const members = await nobody.search.members.query({ query: '작가7' });
  expect(members.items[0]?.handle).toBe('writer_7');
  expect((await nobody.search.tags.query({ query: '묵은' })).items).toEqual([
    { tag: '묵은표', postCount: 1000 },
  ]);
});

test('before a new index serves, what waits is sorted in, and what everybody sees is known', async () => {
  fillWorld();
  await reindex(search.deps);
  const { rows } = await search.deps.db.query(
    `SELECT relallvisible > 0 AS "isVisible" FROM pg_class
     JOIN generations ON state = 'serving' AND relname = 'posts_' || id`,
  );
  expect(rows).toEqual([{ isVisible: true }]);
});

test('one that is killed goes on where it was, and what happens meanwhile is in both indexes', async () => {
  const ids = fillWorld();
  const [kept = ''] = await search.write('원래글');
  const read: string[] = [];
  const killed = reindex(search.deps, (phase) => {
    read.push(phase);
    if (read.filter((each) => each === 'posts').length === 1) throw new KilledError();
  });
  await expect(killed).rejects.toThrow(KilledError);
  // The present one serves on.
  expect(await search.find('원래글')).toEqual([kept]);
  expect(await countAll('묵은글')).toBe(0);

  // Of the three, one has been read by now, two have not.
  const changed = [ids[0], ids[700], ids[1100]].flatMap(
    (id) => search.world.posts.get(id ?? '') ?? [],
  );
  const [first, second, third] = changed;
  if (!first || !second || !third) throw new Error('there are three');
  const edited = { ...second, text: '바뀐글', version: 2 };
  search.world.posts.set(second.id, edited);
  for (const gone of [first, third]) search.world.posts.delete(gone.id);
  const [added = ''] = await search.write('새글');
  await search.tell([
    postEvent('post.deleted', { ...first, version: 2 }),
    postEvent('post.edited', edited),
    postEvent('post.deleted', { ...third, version: 2 }),
  ]);
  expect(await search.find('새글')).toEqual([added]);
  expect(await search.find('바뀐글')).toEqual([second.id]);

  const again: string[] = [];
  await reindex(search.deps, (phase) => void again.push(phase));
  expect([...read, ...again].filter((phase) => phase === 'members')).toHaveLength(3);
  expect(again).not.toContain('members');
  expect(await search.find('새글')).toEqual([added]);
  expect(await search.find('바뀐글')).toEqual([second.id]);
  expect(await search.find('원래글')).toEqual([kept]);
  expect(await countAll('묵은글')).toBe(ids.length - 3);
});

test('what a rebuild has read is never put over what an event has told since', async () => {
  fillWorld();
  const content = search.deps.content;
  const [stale] = search.world.posts.values();
  if (!stale) throw new Error('there is one');
  // The page was read before the event, and is written behind it.
  const late = {
    ...content,
    posts: async (request: Parameters<typeof content.posts>[0]) => {
      const page = await content.posts(request);
      if (request.cursor === null) {
        await search.tell([postEvent('post.edited', { ...stale, text: '지금글', version: 2 })]);
      }
      return page;
    },
  };
  await reindex({ ...search.deps, content: late });
  search.world.posts.set(stale.id, { ...stale, text: '지금글', version: 2 });
  expect(await search.find('지금글')).toEqual([stale.id]);
  expect(await search.find('번호0')).toEqual([]);
});

test('comments that were read before their post was deleted, and are written behind it, go with it', async () => {
  const { content } = search.deps;
  const post = search.world.add({ text: '글' });
  const comment = { id: newId(), postId: post.id, authorId: newId(), text: '댓글', version: 1 };
  search.world.comments.set(comment.id, comment);
  const late = {
    posts: (request: PageRequest) => content.posts(request),
    comments: async (request: PageRequest) => {
      const page = await content.comments(request);
      await search.tell([postEvent('post.deleted', { ...post, version: 2 })]);
      return page;
    },
  };
  await reindex({ ...search.deps, content: late });
  const { rows } = await search.deps.db.query('SELECT id FROM comments');
  expect(rows).toEqual([]);
});

test('who leaves between being read and being written is not in the new index, and who stays is', async () => {
  fillWorld();
  const { members } = search.deps;
  const [leaving, staying] = [...search.world.members.keys()];
  if (leaving === undefined || staying === undefined) throw new Error('there are some');
  const late = {
    ...members,
    page: async (request: PageRequest) => {
      const page = await members.page(request);
      if (search.world.members.delete(leaving)) {
        await search.tell([eventOf('member.deactivated', { memberId: leaving }, { id: leaving })]);
      }
      return page;
    },
  };
  await reindex({ ...search.deps, members: late });
  const { rows } = await search.deps.db.query('SELECT id FROM members WHERE id = ANY ($1)', [
    [leaving, staying],
  ]);
  expect(rows).toEqual([{ id: staying }]);
});

test('searches meanwhile find what they found before, without a failure', async () => {
  fillWorld();
  await reindex(search.deps);
  const counts: number[] = [];
  await reindex(search.deps, async () => {
    counts.push((await search.find('번호7')).length);
  });
  counts.push((await search.find('번호7')).length);
  expect(counts.length).toBeGreaterThan(0);
  expect(new Set(counts)).toEqual(new Set([1]));
});

test('who changes their name, or leaves, is found so', async () => {
  const id = newId();
  const member = {
    id,
    handle: 'name_changer',
    displayName: '옛이름',
    avatarUrl: null,
    visibility: 'PUBLIC',
  } as const;
  const find = async (query: string) =>
    (await search.nobody.search.members.query({ query })).items.map((found) => found.id);
  const tell = (type: 'member.signed_up' | 'member.updated' | 'member.deactivated') =>
    search.tell([eventOf(type, { memberId: id }, { id })]);
  search.world.members.set(id, member);
  await tell('member.signed_up');
  expect(await find('옛이름')).toEqual([id]);
  search.world.members.set(id, { ...member, displayName: '새이름' });
  await tell('member.updated');
  expect(await find('옛이름')).toEqual([]);
  expect(await find('새이')).toEqual([id]);
  expect(await find('@Name_Ch')).toEqual([id]);
  search.world.members.delete(id);
  await tell('member.deactivated');
  expect(await find('새이름')).toEqual([]);
});

test('comments are built in, too, and later ones stand', async () => {
  const [postId = ''] = await search.write('글');
  const comment = { id: newId(), postId, authorId: newId(), text: '첫 댓글', version: 1 };
  search.world.comments.set(comment.id, { ...comment, text: '고친 댓글', version: 2 });
  await search.tell([
    commentEvent('comment.edited', { ...comment, text: '고친 댓글', version: 2 }),
    commentEvent('comment.created', comment),
  ]);
  await reindex(search.deps);
  const find = async (query: string) =>
    (await search.nobody.search.comments.query({ query })).items.length;
  expect(await find('고친')).toBe(1);
  expect(await find('첫')).toBe(0);
});

test('an index whose texts were cut in another way is built anew, and so is one that was being built', async () => {
  const { db } = search.deps;
  fillWorld();
  await reindex(search.deps);
  expect(await needsRebuild(db)).toBe(false);
  await db.query('UPDATE generations SET version = version - 1');
  expect(await needsRebuild(db)).toBe(true);
  const killed = reindex(search.deps, () => {
    throw new KilledError();
  });
  await expect(killed).rejects.toThrow(KilledError);
  await db.query(`UPDATE generations SET version = version - 1 WHERE state = 'building'`);
  const read: string[] = [];
  await reindex(search.deps, (phase) => void read.push(phase));
  expect(read[0]).toBe('members');
  expect(await needsRebuild(db)).toBe(false);
  expect(await countAll('묵은글')).toBe(1200);

  // What a later release builds is not this one's to go on with.
  await db.query(
    `INSERT INTO generations (state, phase, version) SELECT 'building', 'members', version + 1
     FROM generations WHERE state = 'serving'`,
  );
  expect(await needsRebuild(db)).toBe(false);
});
