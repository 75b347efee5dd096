import { createDailyfeed } from '@dailyfeed/client';
import type { CommentThread, CommentWithPost } from '@dailyfeed/contract/comment';
import { QueryClient } from '@tanstack/react-query';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { expect, test } from 'vitest';

import { createPost } from '../post/testing.ts';
import { createCommentCache } from './comment-cache.ts';
import { changeThreads, flatThreads } from './thread-tree.ts';

const { author } = createPost('p');
const other = { ...author, id: '0199a000-0000-7000-8000-00000000000b' };
const host = { ...author, id: '0199a000-0000-7000-8000-00000000000d' };

function thread(id: string, replies: CommentThread[] = [], by = author): CommentThread {
  return {
    id,
    postId: 'p',
    parentId: null,
    depth: 0,
    authorId: by.id,
    author: by,
    text: id,
    entities: [],
    version: 1,
    createdAt: '2026-11-21T08:00:00.000Z',
    editedAt: null,
    likeCount: 0,
    replyCount: replies.length,
    liked: false,
    hiding: null,
    replies,
    repliesCursor: null,
  };
}

/** A conversation of two threads; its first comment is found by a search, in a list of its author's, and led to. */
function setUp() {
  const queryClient = new QueryClient();
  const dailyfeed = createDailyfeed({ baseUrl: 'http://127.0.0.1:9' });
  const api = createTRPCOptionsProxy({ client: dailyfeed.api, queryClient });
  const { comment } = api.timeline;
  const conversation = api.timeline.post.comments.infiniteQueryKey({ postId: 'p', limit: 20 });
  const found = api.search.search.comments.infiniteQueryKey({ query: 'a', limit: 20 });
  const listed = comment.byAuthor.infiniteQueryKey({ authorId: author.id, limit: 20 });
  const linked = comment.byId.queryKey({ id: 'a' });
  const threads = [thread('a', [thread('b', [], other)]), thread('c', [], other)];
  queryClient.setQueryData(conversation, {
    pages: [{ items: threads, nextCursor: null }],
    pageParams: [null],
  });
  const { replies: _replies, repliesCursor: _cursor, ...words } = thread('a');
  const post = { ...createPost('p'), authorId: host.id, author: host };
  const first: CommentWithPost = { ...words, author, post };
  queryClient.setQueryData(found, {
    pages: [{ items: [{ comment: first, highlights: [{ start: 0, end: 1 }] }], nextCursor: null }],
    pageParams: [null],
  });
  queryClient.setQueryData(listed, {
    pages: [{ items: [first], nextCursor: null, startCursor: null }],
    pageParams: [null],
  });
  queryClient.setQueryData(linked, { postId: 'p', thread: thread('a') });
  return {
    queryClient,
    conversation,
    comments: createCommentCache(queryClient, api),
    threads: () =>
      flatThreads(queryClient.getQueryData(conversation)?.pages[0]?.items ?? []).map(
        ({ text }) => text,
      ),
    found: () => queryClient.getQueryData(found)?.pages[0]?.items,
    listed: () => queryClient.getQueryData(listed)?.pages[0]?.items.map(({ text }) => text),
    linked: () => queryClient.getQueryData(linked)?.thread,
  };
}

test('a comment is changed on whatever level it stands, and taken away with what hangs on it', () => {
  const threads = [thread('a', [thread('b', [thread('c')]), thread('d')]), thread('e')];
  const changed = changeThreads(threads, 'c', (comment) => ({ ...comment, text: 'new' }));
  expect(changed[0]?.replies[0]?.replies[0]?.text).toBe('new');
  expect(threads[0]?.replies[0]?.replies[0]?.text).toBe('c');
  const gone = changeThreads(threads, 'b', () => null);
  expect(gone[0]?.replies.map(({ id }) => id)).toEqual(['d']);
  expect(changeThreads(threads, 'nobody', () => null)).toEqual(threads);
});

test('an edit reaches every copy of a comment; marks of a search do not outlive the text', () => {
  const { comments, threads, found, listed, linked } = setUp();
  comments.change('a', (comment) => ({ ...comment, liked: true }));
  expect(found()).toMatchObject([{ comment: { liked: true }, highlights: [{ start: 0 }] }]);
  comments.change('a', (comment) => ({ ...comment, text: 'A' }));
  expect(threads()).toEqual(['A', 'b', 'c']);
  expect(found()).toMatchObject([{ comment: { text: 'A', post: { id: 'p' } }, highlights: [] }]);
  expect(listed()).toEqual(['A']);
  expect(linked()?.text).toBe('A');
});

test('a deleted comment leaves what was found; where somebody was led to it nothing of it but its place is left', () => {
  const { comments, threads, found, listed, linked } = setUp();
  comments.change('a', () => null);
  expect(threads()).toEqual(['c']);
  expect(found()).toEqual([]);
  expect(listed()).toEqual([]);
  expect(linked()).toMatchObject({ id: 'a', author: null, text: '' });
});

test('what a member has written leaves every conversation and search, with what hangs on it', () => {
  const { comments, threads, found, linked } = setUp();
  comments.dropAuthor(other.id);
  expect(threads()).toEqual(['a']);
  expect(found()).toHaveLength(1);
  comments.dropAuthor(author.id);
  expect(threads()).toEqual([]);
  expect(found()).toEqual([]);
  expect(linked()).toBeUndefined();
});

test('what others said under a member’s posts leaves every search with them', () => {
  const { comments, found } = setUp();
  comments.dropAuthor(host.id);
  expect(found()).toEqual([]);
});

test('a conversation that has no part in a change is not touched by it', () => {
  const { queryClient, conversation, comments } = setUp();
  const before = queryClient.getQueryState(conversation);
  comments.change('nobody', () => null);
  comments.dropAuthor('0199a000-0000-7000-8000-00000000000c');
  expect(queryClient.getQueryState(conversation)).toBe(before);
});
