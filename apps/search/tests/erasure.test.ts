import { newId } from '@dailyfeed/service-kit/id';
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { PageRequest } from '../src/deps.ts';
import { reindex } from '../src/testing.ts';
import {
  commentEvent,
  connectPatiently,
  eventOf,
  postEvent,
  startTestSearch,
  type TestSearch,
} from './_harness.ts';

let search: TestSearch;
let memberId: string;
beforeEach(async () => {
  search = await startTestSearch();
  memberId = join('gone_one');
});
afterEach(() => search[Symbol.asyncDispose]());

function join(handle: string): string {
  const id = newId();
  const member = {
    id,
    handle,
    displayName: handle,
    avatarUrl: null,
    visibility: 'PUBLIC',
  } as const;
  search.world.members.set(id, member);
  return id;
}

/** One post and one comment under another's, which nobody has been told of. */
function writeUntold(): void {
  const { world } = search;
  world.add({ text: '사라질 글 #사라질표', authorId: memberId });
  const postId = world.add({ text: '남의 글', authorId: newId() }).id;
  const comment = { id: newId(), postId, authorId: memberId, text: '사라질 댓글', version: 1 };
  world.comments.set(comment.id, comment);
}

/** What content and member do is done; here it is heard of. */
async function erase(): Promise<void> {
  await search.tell([eventOf('member.erased', { memberId }, { id: memberId })]);
}

/** What any generation has of the member. */
async function traces(): Promise<object[]> {
  const { rows } = await search.deps.db.query<object>(
    `SELECT 'name' AS kind, generation FROM members WHERE id = $1
     UNION ALL SELECT 'post', generation FROM posts WHERE author_id = $1 AND NOT is_deleted
     UNION ALL SELECT 'comment', generation FROM comments WHERE author_id = $1 AND NOT is_deleted
     UNION ALL SELECT 'tag', generation FROM post_tags WHERE author_id = $1`,
    [memberId],
  );
  return rows;
}

test.each(['members', 'posts', 'comments'] as const)(
  'whoever is erased behind a page of %s that was read, and before it is written, does not come back',
  async (phase) => {
    writeUntold();
    const { deps } = search;
    const behind =
      <Page>(read: (request: PageRequest) => Promise<Page>) =>
      async (request: PageRequest): Promise<Page> => {
        const page = await read(request);
        await erase();
        return page;
      };
    const { members, content } = deps;
    await reindex({
      ...deps,
      members:
        phase === 'members'
          ? { ...members, page: behind((request) => members.page(request)) }
          : members,
      content: {
        posts: (request) => content.posts(request),
        comments: (request) => content.comments(request),
        ...(phase === 'posts' && { posts: behind((request) => content.posts(request)) }),
        ...(phase === 'comments' && { comments: behind((request) => content.comments(request)) }),
      },
    });
    expect(await traces()).toEqual([]);
  },
);

test('whoever is erased while a page with them is being written does not stay', async () => {
  const { db } = search.deps;
  const begun = reindex(search.deps, () => {
    throw new Error('stopped');
  });
  await expect(begun).rejects.toThrow('stopped');
  await db.query('DELETE FROM members');
  const { rows } = await db.query<{ id: number }>(
    `UPDATE generations SET phase = 'members', cursor = NULL WHERE state = 'building' RETURNING id`,
  );
  const held = join('held_one');
  const blocker = await connectPatiently(db);
  try {
    // The page has written the first of the two, and waits for this one.
    await blocker.query('BEGIN');
    await blocker.query(
      `INSERT INTO members (generation, id, handle_key, name_key, is_public, tokens)
       VALUES ($1, $2, 'held', 'held', true, '')`,
      [rows[0]?.id, held],
    );
    const building = reindex(search.deps);
    building.catch(() => undefined);
    await expect.poll(() => waiting('INSERT INTO members')).toBe(1);
    const erasing = erase();
    erasing.catch(() => undefined);
    await expect.poll(() => waiting('SELECT id FROM generations')).toBe(1);
    await blocker.query('ROLLBACK');
    await Promise.all([building, erasing]);
  } finally {
    blocker.release(true);
  }
  expect(await traces()).toEqual([]);
});

/** How many wait for a lock with a statement that begins so. */
async function waiting(statement: string): Promise<number> {
  const { rows } = await search.deps.db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock' AND starts_with(query, $1)`,
    [statement],
  );
  return rows[0]?.count ?? 0;
}

test('what is told late of somebody who was erased brings nothing back, not into a later index either', async () => {
  const { deps, tell } = search;
  await erase();
  await reindex({ ...deps, members: { ...deps.members, page: async () => none } });
  const post = search.world.add({ text: '사라질 글 #사라질표', authorId: memberId });
  const comment = { id: newId(), postId: post.id, authorId: memberId, text: '댓글', version: 1 };
  await tell([
    // Their profile is read as it was.
    eventOf('member.updated', { memberId }, { id: memberId }),
    postEvent('post.created', post),
    commentEvent('comment.created', comment),
  ]);
  expect(await traces()).toEqual([]);
});

const none = { items: [], nextCursor: null };

test('an erasure that is heard of again, or with the last of what was written, erases all the same', async () => {
  const post = search.world.add({ text: '마지막 글', authorId: memberId });
  await search.tell([
    eventOf('member.signed_up', { memberId }, { id: memberId }),
    postEvent('post.created', post),
    eventOf('member.erased', { memberId }, { id: memberId }),
  ]);
  expect(await traces()).toEqual([]);
  await erase();
  expect(await traces()).toEqual([]);
});

test('what somebody searches for while they are erased, or afterwards, is not kept', async () => {
  const { db } = search.deps;
  const api = search.as(memberId);
  await api.recent.add.mutate({ query: 'before' });
  const blocker = await connectPatiently(db);
  try {
    // One is kept just now, and not yet to be seen.
    await blocker.query('BEGIN');
    await blocker.query(
      `INSERT INTO recent_searches (member_id, query_key, query, searched_at) VALUES ($1, 'while', 'while', now())`,
      [memberId],
    );
    const adding = api.recent.add.mutate({ query: 'while' });
    adding.catch(() => undefined);
    await expect.poll(() => waiting('INSERT INTO recent_searches')).toBe(1);
    const erasing = erase();
    erasing.catch(() => undefined);
    await expect.poll(() => waiting('SELECT pg_advisory_xact_lock')).toBe(1);
    await blocker.query('ROLLBACK');
    await Promise.all([adding, erasing]);
  } finally {
    blocker.release(true);
  }
  const { items } = await api.recent.add.mutate({ query: 'afterwards' });
  expect(items).toEqual([]);
});
