import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, describe, expect, test } from 'vitest';

import { eventsOf, hammer, newKey, newPost, refusal, startTestContent } from './_harness.ts';

const content = await startTestContent();
afterAll(() => content[Symbol.asyncDispose]());

type Member = ReturnType<typeof content.newMember>;
const write = (member: Member, place: { postId: string; parentId?: string }) =>
  member.api.comment.create.mutate({ text: 'hm', idempotencyKey: newKey(), ...place });

/** A post of its author's, with a comment on each of the three levels, all of one other member. */
async function writeThread() {
  const [author, ann] = [content.newMember(), content.newMember()];
  const post = await author.api.post.create.mutate({ text: 'hello', idempotencyKey: newKey() });
  const postId = post.id;
  const top = await write(ann, { postId });
  const reply = await write(ann, { postId, parentId: top.id });
  const deepest = await write(ann, { postId, parentId: reply.id });
  const counts = async () => {
    const row = await content.db.post.findUniqueOrThrow({ where: { id: postId } });
    const comments = await content.db.comment.findMany({
      where: { postId },
      orderBy: { id: 'asc' },
    });
    return [row.commentCount, comments.map(({ replyCount }) => replyCount)];
  };
  return { author, ann, postId, top, reply, deepest, counts };
}

describe('comment.edit', () => {
  test('changes the text once, however often it is sent, and tells of it', async () => {
    const { ann, top } = await writeThread();
    const edit = { id: top.id, text: 'better #words', version: 1 };
    const [edited, again] = await Promise.all([1, 2].map(() => ann.api.comment.edit.mutate(edit)));
    expect(edited).toMatchObject({
      text: 'better #words',
      version: 2,
      entities: [{ kind: 'tag', tag: 'words' }],
      editedAt: expect.any(String),
    });
    expect(again).toEqual(edited);
    const [, event, ...more] = await eventsOf(content, top.id);
    expect(more).toEqual([]);
    expect(event?.event).toMatchObject({
      type: 'comment.edited',
      data: { text: 'better #words', version: 2, commentCount: 3 },
    });
  });

  test('tells in which language it is, as does the list for who builds an index', async () => {
    const { ann, top } = await writeThread();
    await ann.api.comment.edit.mutate({ id: top.id, text: '정말 반가운 소식이네요', version: 1 });
    const [, edited] = await eventsOf(content, top.id);
    expect(edited?.event).toMatchObject({ data: { language: 'ko' } });
    const { items } = await content.service.comment.indexPage.query({});
    expect(items.find(({ id }) => id === top.id)).toMatchObject({ language: 'ko', version: 2 });
  });

  test('of another version is refused, and so is another member', async () => {
    const { author, ann, top } = await writeThread();
    await ann.api.comment.edit.mutate({ id: top.id, text: 'two', version: 1 });
    const late = () => ann.api.comment.edit.mutate({ id: top.id, text: 'three', version: 1 });
    expect(await refusal(content, late)).toMatchObject({
      code: 'COMMENT_CHANGED',
      status: 409,
      wrote: false,
    });
    const foreign = () => author.api.comment.edit.mutate({ id: top.id, text: 'his', version: 2 });
    expect(await refusal(content, foreign)).toMatchObject({
      code: 'COMMENT_NOT_YOURS',
      status: 403,
      wrote: false,
    });
  });

  test('of what is gone is not found; bad input is named', async () => {
    const { author, ann, postId, top, deepest } = await writeThread();
    await ann.api.comment.delete.mutate({ id: top.id });
    const edit = (id: string) => () =>
      ann.api.comment.edit.mutate({ id, text: 'late', version: 2 });
    for (const id of [top.id, newId()]) {
      expect(await refusal(content, edit(id))).toMatchObject({
        code: 'COMMENT_NOT_FOUND',
        status: 404,
        wrote: false,
      });
    }
    await author.api.post.delete.mutate({ id: postId });
    expect(await refusal(content, edit(deepest.id))).toMatchObject({
      code: 'COMMENT_NOT_FOUND',
      wrote: false,
    });
    const odd = () => ann.api.comment.edit.mutate({ id: 'no', text: '\u200B', version: 0 });
    expect(await refusal(content, odd)).toMatchObject({
      fields: { id: 'invalid_id', text: 'required', version: 'too_small' },
      wrote: false,
    });
  });
});

describe('comment.delete', () => {
  test('keeps the place of a comment while replies hang on it, and lets go of it with the last', async () => {
    const { ann, top, reply, deepest, counts } = await writeThread();
    expect(await counts()).toEqual([3, [1, 1, 0]]);
    await ann.api.comment.delete.mutate({ id: top.id });
    await ann.api.comment.delete.mutate({ id: reply.id });
    expect(await counts()).toEqual([1, [1, 1, 0]]);
    await ann.api.comment.delete.mutate({ id: deepest.id });
    expect(await counts()).toEqual([0, [0, 0, 0]]);
    const [, event] = await eventsOf(content, deepest.id);
    expect(event?.event).toMatchObject({
      type: 'comment.deleted',
      actorId: ann.id,
      data: { commentId: deepest.id, authorId: ann.id, version: 2, commentCount: 0 },
    });
  });

  test('is for its author and for the post’s author; five at once delete once', async () => {
    const { author, top, counts } = await writeThread();
    const stranger = content.newMember();
    const attempt = () => stranger.api.comment.delete.mutate({ id: top.id });
    expect(await refusal(content, attempt)).toMatchObject({
      code: 'COMMENT_NOT_YOURS',
      status: 403,
      wrote: false,
    });
    await Promise.all([1, 2, 3, 4, 5].map(() => author.api.comment.delete.mutate({ id: top.id })));
    expect(await counts()).toEqual([2, [1, 1, 0]]);
    const [, event, ...more] = await eventsOf(content, top.id);
    expect(more).toEqual([]);
    expect(event?.event).toMatchObject({ type: 'comment.deleted', actorId: author.id });
    expect(await refusal(content, attempt)).toMatchObject({ code: 'COMMENT_NOT_FOUND' });
    const nobody = () => content.nobody.comment.delete.mutate({ id: top.id });
    expect(await refusal(content, nobody)).toMatchObject({ status: 401, wrote: false });
  });

  test('while others answer it leaves counters that equal the rows', async () => {
    const { ann, postId, top, reply } = await writeThread();
    const answer = () => write(content.newMember(), { postId, parentId: reply.id });
    await Promise.allSettled([
      ...Array.from({ length: 10 }, answer),
      ann.api.comment.delete.mutate({ id: reply.id }),
      ann.api.comment.delete.mutate({ id: top.id }),
      ...Array.from({ length: 10 }, answer),
    ]);
    const living = await content.db.comment.count({ where: { postId, deletedAt: null } });
    const post = await content.db.post.findUniqueOrThrow({ where: { id: postId } });
    expect(post.commentCount).toBe(living);
    const rows = await content.db.comment.findMany({ where: { id: { in: [top.id, reply.id] } } });
    const counts = new Map(rows.map((row) => [row.id, row.replyCount]));
    expect(counts.get(reply.id)).toBe(living);
    expect(counts.get(top.id)).toBe(1);
  });
});

describe('comment.like', () => {
  test('counts once, is taken back once, and tells who liked whose comment', async () => {
    const { author, ann, postId, top } = await writeThread();
    const bob = content.newMember();
    const { id } = top;
    expect(await bob.api.comment.unlike.mutate({ id })).toEqual({ liked: false, likeCount: 0 });
    const likes = await Promise.all([1, 2, 3].map(() => bob.api.comment.like.mutate({ id })));
    expect(likes).toEqual(likes.map(() => ({ liked: true, likeCount: 1 })));
    expect(await bob.api.comment.unlike.mutate({ id })).toEqual({ liked: false, likeCount: 0 });
    const [, liked, unliked, ...more] = await eventsOf(content, id);
    expect(more).toEqual([]);
    expect(liked).toMatchObject({
      key: postId,
      messageKey: `member_activity:kafka_event:LIKE_COMMENT###${id}###${bob.id}`,
      event: {
        type: 'comment.liked',
        actorId: bob.id,
        data: { memberId: bob.id, commentAuthorId: ann.id, postAuthorId: author.id, likeCount: 1 },
      },
    });
    expect(unliked?.event).toMatchObject({ type: 'comment.unliked', actorId: bob.id });
  });

  test('after 200 likes and unlikes of 50 members at once, the counter equals the rows and the events', async () => {
    const { id } = (await writeThread()).top;
    const rounds = ['like', 'unlike', 'like', 'like'] as const;
    await hammer(content, rounds, ({ comment }, verb) => comment[verb].mutate({ id }));

    const { likeCount } = await content.db.comment.findUniqueOrThrow({ where: { id } });
    const rows = await content.db.commentLike.count({ where: { commentId: id } });
    const types = (await eventsOf(content, id)).map(({ event }) => Object(event).type);
    const countOf = (type: string) => types.filter((each) => each === type).length;
    expect(likeCount).toBe(rows);
    expect(countOf('comment.liked') - countOf('comment.unliked')).toBe(rows);
  }, 60_000);

  test('of what is gone, unknown or no id is refused', async () => {
    const { ann, top } = await writeThread();
    await ann.api.comment.delete.mutate({ id: top.id });
    const { api } = content.newMember();
    for (const verb of ['like', 'unlike'] as const) {
      for (const id of [top.id, newId()]) {
        expect(await refusal(content, () => api.comment[verb].mutate({ id }))).toMatchObject({
          code: 'COMMENT_NOT_FOUND',
          wrote: false,
        });
      }
      const odd = () => api.comment[verb].mutate({ id: 'no' });
      expect(await refusal(content, odd)).toMatchObject({ fields: { id: 'invalid_id' } });
    }
    const { id } = await newPost(content);
    const nobody = () => content.nobody.comment.like.mutate({ id });
    expect(await refusal(content, nobody)).toMatchObject({ status: 401, wrote: false });
  });
});
