import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, expect, test } from 'vitest';

import { eventsOf, hammer, newPost, refusal, startTestContent } from './_harness.ts';

const content = await startTestContent();
afterAll(() => content[Symbol.asyncDispose]());

test('a like counts once, and is taken back once, however often it is asked for', async () => {
  const { id, authorId } = await newPost(content);
  const bob = content.newMember();
  expect(await bob.api.post.unlike.mutate({ id })).toEqual({ liked: false, likeCount: 0 });
  expect(await bob.api.post.like.mutate({ id })).toEqual({ liked: true, likeCount: 1 });
  expect(await bob.api.post.like.mutate({ id })).toEqual({ liked: true, likeCount: 1 });
  expect(await bob.api.post.unlike.mutate({ id })).toEqual({ liked: false, likeCount: 0 });
  expect(await bob.api.post.unlike.mutate({ id })).toEqual({ liked: false, likeCount: 0 });

  const [, liked, unliked, ...more] = await eventsOf(content, id);
  expect(more).toEqual([]);
  expect(liked).toMatchObject({
    key: id,
    messageKey: `member_activity:kafka_event:LIKE_POST###${id}###${bob.id}`,
    event: {
      type: 'post.liked',
      actorId: bob.id,
      data: { postId: id, postAuthorId: authorId, memberId: bob.id },
    },
  });
  expect(unliked).toMatchObject({
    messageKey: `member_activity:kafka_event:LIKE_POST_CANCEL###${id}###${bob.id}`,
    event: { type: 'post.unliked', actorId: bob.id },
  });
});

test('after 200 likes and unlikes of 50 members at once, the counter equals the rows and the events', async () => {
  const { id } = await newPost(content);
  const rounds = ['like', 'unlike', 'like', 'like'] as const;
  await hammer(content, rounds, ({ post }, verb) => post[verb].mutate({ id }));

  const post = await content.db.post.findUniqueOrThrow({ where: { id } });
  const rows = await content.db.postLike.count({ where: { postId: id } });
  const types = (await eventsOf(content, id)).map(({ event }) => Object(event).type);
  const liked = types.filter((type) => type === 'post.liked').length;
  const unliked = types.filter((type) => type === 'post.unliked').length;
  expect(post.likeCount).toBe(rows);
  expect(liked - unliked).toBe(rows);
}, 60_000);

test('a post that is unknown or deleted is not found; an id that is none is a bad field', async () => {
  const ann = content.newMember();
  const { id } = await ann.api.post.create.mutate({ text: 'gone', idempotencyKey: newId() });
  await ann.api.post.delete.mutate({ id });
  for (const verb of ['like', 'unlike'] as const) {
    for (const absent of [id, newId()]) {
      const attempt = () => ann.api.post[verb].mutate({ id: absent });
      expect(await refusal(content, attempt)).toMatchObject({
        code: 'POST_NOT_FOUND',
        status: 404,
        wrote: false,
      });
    }
    const attempt = () => ann.api.post[verb].mutate({ id: 'nothing' });
    expect(await refusal(content, attempt)).toMatchObject({
      code: 'INPUT_INVALID',
      fields: { id: 'invalid_id' },
      wrote: false,
    });
  }
});

test('whoever is not logged in likes nothing', async () => {
  const { id } = await newPost(content);
  for (const verb of ['like', 'unlike'] as const) {
    expect(await refusal(content, () => content.nobody.post[verb].mutate({ id }))).toMatchObject({
      code: 'UNAUTHENTICATED',
      status: 401,
      wrote: false,
    });
  }
});
