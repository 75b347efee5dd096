import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { idsToTheEnd, refusalOf, startTestTimeline, type TestTimeline } from './_harness.ts';

let timeline: TestTimeline;
let author: string;
let postId: string;
beforeAll(async () => {
  timeline = await startTestTimeline();
});
afterAll(async () => {
  await timeline[Symbol.asyncDispose]();
});
beforeEach(async () => {
  author = timeline.members.add();
  postId = await timeline.writePost(author);
});

/** One after the other, so that their order is known; oldest first. */
async function writeComments(count: number, parentId?: string): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const place = parentId === undefined ? { postId } : { postId, parentId };
    ids.push(await timeline.writeComment(author, place));
  }
  return ids;
}

test('comments come oldest first, each exactly once, while others are written', async () => {
  const written = await writeComments(7);
  let late: string[] = [];
  const seen = await idsToTheEnd(
    (cursor) => timeline.anyone.post.comments.query({ postId, cursor, limit: 2 }),
    async (page) => {
      if (page === 1) late = await writeComments(2);
    },
  );
  expect(seen).toEqual([...written, ...late]);
});

test('each comment brings its first three replies, to the third level, and the way to the rest', async () => {
  const [top = '', plain] = await writeComments(2);
  const replies = await writeComments(5, top);
  const nested = await writeComments(4, replies[0]);

  const { items, nextCursor } = await timeline.anyone.post.comments.query({ postId });
  expect(nextCursor).toBeNull();
  expect(items.map((item) => item.id)).toEqual([top, plain]);
  const [thread] = items;
  expect(thread).toMatchObject({ depth: 0, replyCount: 5, author: { id: author }, liked: false });
  expect(thread?.replies.map((reply) => reply.id)).toEqual(replies.slice(0, 3));
  expect(thread?.replies[0]).toMatchObject({ depth: 1, parentId: top, replyCount: 4 });
  expect(thread?.replies[0]?.replies.map((reply) => reply.id)).toEqual(nested.slice(0, 3));
  expect(thread?.replies[0]?.replies[0]).toMatchObject({ depth: 2, replies: [] });
  expect(thread?.replies[1]?.repliesCursor).toBeNull();

  const rest = await timeline.anyone.post.comments.query({
    postId,
    parentId: top,
    cursor: thread?.repliesCursor,
  });
  expect(rest.items.map((item) => item.id)).toEqual(replies.slice(3));
  const nestedRest = await timeline.anyone.post.comments.query({
    postId,
    parentId: replies[0],
    cursor: thread?.replies[0]?.repliesCursor,
  });
  expect(nestedRest.items.map((item) => item.id)).toEqual(nested.slice(3));
});

test('replies of a comment are paged to the end with their own replies', async () => {
  const [top = ''] = await writeComments(1);
  const replies = await writeComments(5, top);
  const nested = await writeComments(1, replies[4]);
  const query = { postId, parentId: top };
  const seen = await idsToTheEnd((cursor) =>
    timeline.anyone.post.comments.query({ ...query, cursor, limit: 2 }),
  );
  expect(seen).toEqual(replies);
  const { items } = await timeline.anyone.post.comments.query(query);
  expect(items[4]?.replies.map((reply) => reply.id)).toEqual(nested);
});

test('a comment of a member who is gone is hidden with its replies', async () => {
  const leaver = timeline.members.add();
  const gone = await timeline.writeComment(leaver, { postId });
  await writeComments(1, gone);
  const [kept] = await writeComments(1);
  timeline.members.remove(leaver);
  const { items } = await timeline.anyone.post.comments.query({ postId });
  expect(items.map((item) => item.id)).toEqual([kept]);
});

test('the number of statements does not depend on the number of comments', async () => {
  const read = () => timeline.anyone.post.comments.query({ postId });
  const [top = ''] = await writeComments(1);
  const few = await timeline.statementsOf(read);
  const replies = await writeComments(4, top);
  await writeComments(4, replies[0]);
  await writeComments(20);
  expect(await timeline.statementsOf(read)).toBe(few);
  expect(few).toBeLessThanOrEqual(2);
});

test('replies are not listed under a comment that the reader may not see, nor under one that answers such', async () => {
  const [reader, loud] = [timeline.members.add(), timeline.members.add()];
  const top = await timeline.writeComment(loud, { postId });
  const [reply = ''] = await writeComments(1, top);
  const [nested] = await writeComments(1, reply);
  const idsUnder = async (parentId: string) => {
    const query = { postId, parentId };
    const { items } = await timeline.as(reader).post.comments.query(query);
    return items.map(({ id }) => id);
  };
  // Who opens the thread of a muted member by its address reads on in it.
  await timeline.members.mute(reader, loud);
  expect(await idsUnder(top)).toEqual([reply]);
  await timeline.members.block(reader, loud);
  for (const parentId of [top, reply]) {
    expect(await refusalOf(idsUnder(parentId))).toMatchObject({ code: 'COMMENT_NOT_FOUND' });
  }
  await timeline.members.unblock(reader, loud);
  expect(await idsUnder(reply)).toEqual([nested]);
});

test('of a comment under a post that is not theirs to read nobody learns that it is there', async () => {
  const secret = timeline.members.add('PRIVATE');
  const hiddenPost = await timeline.writePost(secret);
  const comment = await timeline.writeComment(secret, { postId: hiddenPost });
  for (const id of [comment, newId()]) {
    const byId = timeline.anyone.comment.byId.query({ id });
    expect(await refusalOf(byId)).toMatchObject({ code: 'COMMENT_NOT_FOUND', status: 404 });
    const under = timeline.anyone.post.comments.query({ postId: hiddenPost, parentId: id });
    expect(await refusalOf(under)).toMatchObject({ code: 'POST_NOT_FOUND', status: 404 });
  }
});

test('a parent that is unknown or of another post is not found', async () => {
  const elsewhere = await timeline.writePost(author);
  const [comment] = await writeComments(1);
  const attempts = [
    timeline.anyone.post.comments.query({ postId, parentId: newId() }),
    timeline.anyone.post.comments.query({ postId: elsewhere, parentId: comment }),
  ];
  for (const refusal of await Promise.all(attempts.map(refusalOf))) {
    expect(refusal).toMatchObject({ code: 'COMMENT_NOT_FOUND', status: 404 });
  }
});

test('a cursor of one list of comments is refused by another', async () => {
  const [top = ''] = await writeComments(2);
  await writeComments(2, top);
  const { nextCursor } = await timeline.anyone.post.comments.query({ postId, limit: 1 });
  const other = await timeline.writePost(author);
  const attempts = [
    timeline.anyone.post.comments.query({ postId, parentId: top, cursor: nextCursor }),
    timeline.anyone.post.comments.query({ postId: other, cursor: nextCursor }),
    timeline.anyone.post.comments.query({ postId, cursor: 'forged' }),
  ];
  for (const refusal of await Promise.all(attempts.map(refusalOf))) {
    expect(refusal).toMatchObject({ code: 'CURSOR_INVALID', status: 400 });
  }
});

test('a removed comment keeps its place while replies hang on it, without words or a writer', async () => {
  const [top = '', other = ''] = await writeComments(2);
  const [reply] = await writeComments(1, top);
  await timeline.db.comment.updateMany({
    where: { id: { in: [top, other] } },
    data: { deletedAt: new Date(), likeCount: 3 },
  });
  await timeline.db.comment.update({ where: { id: top }, data: { replyCount: 1 } });
  const { items } = await timeline.anyone.post.comments.query({ postId });
  expect(items).toMatchObject([
    { id: top, author: null, authorId: null, text: '', entities: [], likeCount: 0, liked: false },
  ]);
  expect(items[0]?.replies.map(({ id }) => id)).toEqual([reply]);
  const replies = await timeline.anyone.post.comments.query({ postId, parentId: top });
  expect(replies.items.map(({ id }) => id)).toEqual([reply]);
  const gone = timeline.anyone.post.comments.query({ postId, parentId: other });
  expect(await refusalOf(gone)).toMatchObject({ code: 'COMMENT_NOT_FOUND' });
});

test('what moderation has hidden is gone like what is deleted; its author sees it, and why', async () => {
  const [hidden = '', kept] = await writeComments(2);
  const { authorId } = await timeline.db.comment.update({
    where: { id: hidden },
    data: { hiddenAt: new Date(), hiddenBy: 'screening', hiddenTerms: ['casino'] },
  });
  const reader = timeline.members.add();
  for (const api of [timeline.anyone, timeline.as(reader)]) {
    const { items } = await api.post.comments.query({ postId });
    expect(items.map(({ id, hiding }) => [id, hiding])).toEqual([[kept, null]]);
  }
  const { items } = await timeline.as(authorId).post.comments.query({ postId });
  expect(items.map(({ id, hiding }) => [id, hiding])).toEqual([
    [hidden, { by: 'screening', terms: ['casino'] }],
    [kept, null],
  ]);
});

test('a comment is found by its id in its thread, wherever it stands; what the reader may not see is not found', async () => {
  const [top = ''] = await writeComments(1);
  const replies = await writeComments(5, top);
  const reply = replies.at(-1) ?? '';
  const deepest = (await writeComments(5, reply)).at(-1) ?? '';
  await timeline.db.comment.updateMany({ where: { id: top }, data: { replyCount: 5 } });
  const read = timeline.anyone.comment.byId;
  expect(await read.query({ id: top })).toMatchObject({ postId, thread: { id: top } });
  const { thread } = await read.query({ id: deepest });
  expect(thread.replies.map(({ id }) => id)).toEqual([...replies.slice(0, 3), reply]);
  expect(thread.replies.at(-1)?.replies.at(-1)?.id).toBe(deepest);
  // What lies between is still to be had.
  const rest = { postId, parentId: top, cursor: thread.repliesCursor };
  const { items } = await timeline.anyone.post.comments.query(rest);
  expect(items.map(({ id }) => id)).toEqual(replies.slice(3));

  const hidden = { hiddenAt: new Date(), replyCount: 5 };
  const { authorId } = await timeline.db.comment.update({ where: { id: reply }, data: hidden });
  expect((await timeline.as(authorId).comment.byId.query({ id: reply })).thread.id).toBe(top);
  await timeline.db.comment.update({ where: { id: deepest }, data: { deletedAt: new Date() } });
  for (const id of [reply, deepest, newId()]) {
    expect(await refusalOf(read.query({ id }))).toMatchObject({ code: 'COMMENT_NOT_FOUND' });
  }
  expect(await refusalOf(read.query({ id: 'none' }))).toMatchObject({ code: 'INPUT_INVALID' });
});

test('a reader sees which comments they like, on every level', async () => {
  const reader = timeline.members.add();
  const [top = ''] = await writeComments(1);
  const [reply = '', plain] = await writeComments(2, top);
  await timeline.db.comment.updateMany({ where: { id: top }, data: { replyCount: 2 } });
  await timeline.db.commentLike.createMany({
    data: [top, reply].map((commentId) => ({ commentId, memberId: reader, createdAt: new Date() })),
  });
  const { items } = await timeline.as(reader).post.comments.query({ postId });
  expect(items).toMatchObject([
    { liked: true, replies: [{ liked: true }, { id: plain, liked: false }] },
  ]);
  const anonymous = await timeline.anyone.post.comments.query({ postId });
  expect(anonymous.items).toMatchObject([{ liked: false, replies: [{ liked: false }, {}] }]);
});

test('comments of one author come newest first with what they answer; deleted and hidden ones, and those under a deleted post, do not', async () => {
  const [commenter, reader] = [timeline.members.add(), timeline.members.add()];
  const write = (place: { postId: string; parentId?: string }) =>
    timeline.writeComment(commenter, place);
  const first = await write({ postId });
  const reply = await write({ postId, parentId: first });
  const [deleted, hidden] = [await write({ postId }), await write({ postId })];
  const lostPost = await timeline.writePost(author);
  await write({ postId: lostPost });
  await timeline.deletePost(lostPost);
  await timeline.db.comment.update({ where: { id: deleted }, data: { deletedAt: new Date() } });
  await timeline.db.comment.update({ where: { id: hidden }, data: { hiddenAt: new Date() } });
  await timeline.writeComment(author, { postId });

  const idsSeenBy = (memberId: string) =>
    idsToTheEnd((cursor) =>
      timeline.as(memberId).comment.byAuthor.query({ authorId: commenter, cursor, limit: 1 }),
    );
  expect(await idsSeenBy(reader)).toEqual([reply, first]);
  // What moderation has hidden its author still sees.
  expect(await idsSeenBy(commenter)).toEqual([hidden, reply, first]);
  const { items, nextCursor } = await timeline.anyone.comment.byAuthor.query({
    authorId: commenter,
    limit: 1,
  });
  expect(items).toMatchObject([
    { id: reply, parentId: first, author: { id: commenter }, post: { id: postId } },
  ]);
  const foreign = { authorId: author, cursor: nextCursor };
  expect(await refusalOf(timeline.anyone.comment.byAuthor.query(foreign))).toMatchObject({
    code: 'CURSOR_INVALID',
    status: 400,
  });
  const nobody = { authorId: newId() };
  expect(await refusalOf(timeline.anyone.comment.byAuthor.query(nobody))).toMatchObject({
    code: 'MEMBER_NOT_FOUND',
    status: 404,
  });
});

test('comments of one author cost four statements, whatever the page', async () => {
  const commenter = timeline.members.add();
  const posts = await timeline.writePosts([author, timeline.members.add()], 25);
  for (const under of posts) await timeline.writeComment(commenter, { postId: under });
  const client = timeline.as(commenter);
  for (const limit of [1, 20]) {
    const read = () => client.comment.byAuthor.query({ authorId: commenter, limit });
    // Comments, their posts, the reader's marks of either.
    expect(await timeline.statementsOf(read)).toBe(4);
  }
});
