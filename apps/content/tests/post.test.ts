import { persist } from '@dailyfeed/dev-infra/persist';
import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, describe, expect, test } from 'vitest';

import { eventsOf, newKey, refusal, startTestContent } from './_harness.ts';

const content = await startTestContent();
afterAll(() => content[Symbol.asyncDispose]());

describe('post.create', () => {
  test('a member writes a post', async () => {
    const ann = content.newMember();
    const post = await ann.api.post.create.mutate({
      text: '  안녕\r\n세상  ',
      idempotencyKey: newKey(),
    });
    expect(post).toEqual({
      id: expect.any(String),
      authorId: ann.id,
      text: '안녕\n세상',
      contentWarning: null,
      language: 'ko',
      entities: [],
      images: [],
      version: 1,
      createdAt: expect.any(String),
      editedAt: null,
    });
    const row = await content.db.post.findUniqueOrThrow({ where: { id: post.id } });
    expect(row).toMatchObject({
      authorId: ann.id,
      text: '안녕\n세상',
      version: 1,
      deletedAt: null,
    });
    expect(row.lastActivityAt).toEqual(row.createdAt);
  });

  test('its event carries the post and waits in the outbox under its exact key', async () => {
    const ann = content.newMember();
    const post = await ann.api.post.create.mutate({ text: 'hello', idempotencyKey: newKey() });
    const [row, ...more] = await eventsOf(content, post.id);
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      key: post.id,
      messageKey: `member_activity:kafka_event:POST_CREATE###${post.id}###${ann.id}`,
      sentAt: null,
      event: {
        type: 'post.created',
        actorId: ann.id,
        data: { postId: post.id, text: 'hello', version: 1, createdAt: post.createdAt },
      },
    });
  });

  test.each([
    ['nothing', '', 'required'],
    ['blanks only', ' \n\t ', 'required'],
    ['zero-width characters only', '\u200B\u200D', 'required'],
    ['5,001 characters as a reader counts them', '가'.repeat(5001), 'too_long'],
    ['a control character', 'a\u0000b', 'control_characters'],
    ['a lone surrogate', 'a\uD800b', 'control_characters'],
  ])('%s is refused by name, and nothing is written', async (_name, text, problem) => {
    const ann = content.newMember();
    const attempt = () => ann.api.post.create.mutate({ text, idempotencyKey: newKey() });
    expect(await refusal(content, attempt)).toEqual({
      code: 'INPUT_INVALID',
      status: 400,
      fields: { text: problem },
      wrote: false,
    });
  });

  test('5,000 characters of several code points each are a post', async () => {
    const text = '👩‍👩‍👧'.repeat(5000);
    const post = await content
      .newMember()
      .api.post.create.mutate({ text, idempotencyKey: newKey() });
    expect(post.text).toBe(text);
  });

  test('unknown fields, and a missing or odd key, are refused by name', async () => {
    const ann = content.newMember();
    const unknown = { text: 'hello', idempotencyKey: newKey(), authorId: newId() };
    expect(await refusal(content, () => ann.api.post.create.mutate(unknown))).toMatchObject({
      code: 'INPUT_INVALID',
      fields: { authorId: 'unknown_field' },
      wrote: false,
    });
    const odd = { text: 'hello', idempotencyKey: 'a key with blanks' };
    expect(await refusal(content, () => ann.api.post.create.mutate(odd))).toMatchObject({
      code: 'INPUT_INVALID',
      fields: { idempotencyKey: 'invalid' },
      wrote: false,
    });
  });

  test('whoever is not logged in writes nothing', async () => {
    const attempt = () =>
      content.nobody.post.create.mutate({ text: 'hello', idempotencyKey: newKey() });
    expect(await refusal(content, attempt)).toMatchObject({
      code: 'UNAUTHENTICATED',
      status: 401,
      wrote: false,
    });
  });
});

describe('post.edit', () => {
  test('every version of a post is kept', async () => {
    const ann = content.newMember();
    const { id } = await ann.api.post.create.mutate({ text: 'one', idempotencyKey: newKey() });
    await ann.api.post.edit.mutate({ id, text: 'two', version: 1 });
    const edited = await ann.api.post.edit.mutate({ id, text: 'three', version: 2 });
    expect(edited).toMatchObject({ id, text: 'three', editedAt: expect.any(String) });

    const row = await content.db.post.findUniqueOrThrow({
      where: { id },
      include: { versions: { orderBy: { version: 'asc' } } },
    });
    expect(row).toMatchObject({
      text: 'three',
      version: 3,
      versions: [
        { version: 1, text: 'one', writtenAt: row.createdAt },
        { version: 2, text: 'two' },
      ],
    });
    const events = await eventsOf(content, id);
    expect(events.map((row) => row.event)).toMatchObject([
      { type: 'post.created', data: { version: 1, text: 'one' } },
      { type: 'post.edited', data: { version: 2, text: 'two' } },
      { type: 'post.edited', data: { version: 3, text: 'three' } },
    ]);
    expect(events[2]?.messageKey).toMatch(
      new RegExp(
        `^member_activity:kafka_event:POST_UPDATE###${id}###${ann.id}###\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{9}$`,
      ),
    );
  });

  test('the same text again changes nothing', async () => {
    const ann = content.newMember();
    const post = await ann.api.post.create.mutate({ text: 'hello', idempotencyKey: newKey() });
    const { used: _used, ...before } = await content.count();
    const again = { id: post.id, text: ' hello ', version: 1 };
    expect(await ann.api.post.edit.mutate(again)).toEqual(post);
    expect(await content.count()).toMatchObject(before);
  });

  test('of ten edits of one version at once one is made; the others are told that the post has changed', async () => {
    const ann = content.newMember();
    const { id } = await ann.api.post.create.mutate({ text: 'start', idempotencyKey: newKey() });
    const texts = Array.from({ length: 10 }, (_, index) => `edit ${index}`);
    const outcomes = await Promise.allSettled(
      texts.map((text) => persist(() => ann.api.post.edit.mutate({ id, text, version: 1 }))),
    );
    const refusals = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refusals.map(({ reason }) => Object(reason).data)).toMatchObject(
      Array.from({ length: 9 }, () => ({ appCode: 'POST_CHANGED', httpStatus: 409 })),
    );
    const row = await content.db.post.findUniqueOrThrow({
      where: { id },
      include: { versions: true },
    });
    expect(row).toMatchObject({ version: 2, versions: [{ version: 1, text: 'start' }] });
    const events = await eventsOf(content, id);
    expect(events.map(({ event }) => event)).toMatchObject([
      { data: { version: 1, text: 'start' } },
      { data: { version: 2, text: row.text } },
    ]);
  });

  test('an edit that is sent twice, at once or later, is made once', async () => {
    const ann = content.newMember();
    const { id } = await ann.api.post.create.mutate({ text: 'one', idempotencyKey: newKey() });
    const edit = { id, text: 'two', version: 1 };
    const [first, second] = await Promise.all([1, 2].map(() => ann.api.post.edit.mutate(edit)));
    expect(second).toEqual(first);
    expect(await ann.api.post.edit.mutate(edit)).toEqual(first);
    expect(await content.db.postVersion.count({ where: { postId: id } })).toBe(1);
  });

  test('only the author may edit a post', async () => {
    const { id } = await content
      .newMember()
      .api.post.create.mutate({ text: 'mine', idempotencyKey: newKey() });
    const bob = content.newMember();
    expect(
      await refusal(content, () => bob.api.post.edit.mutate({ id, text: 'his', version: 1 })),
    ).toMatchObject({
      code: 'POST_NOT_YOURS',
      status: 403,
      wrote: false,
    });
    const nobody = content.nobody;
    expect(
      await refusal(content, () => nobody.post.edit.mutate({ id, text: 'x', version: 1 })),
    ).toMatchObject({
      status: 401,
      wrote: false,
    });
  });

  test('a post that is unknown or deleted is not found; an id that is none is a bad field', async () => {
    const ann = content.newMember();
    const { id } = await ann.api.post.create.mutate({ text: 'gone', idempotencyKey: newKey() });
    await ann.api.post.delete.mutate({ id });
    for (const absent of [id, newId()]) {
      const attempt = () => ann.api.post.edit.mutate({ id: absent, text: 'x', version: 1 });
      expect(await refusal(content, attempt)).toMatchObject({
        code: 'POST_NOT_FOUND',
        status: 404,
        wrote: false,
      });
    }
    const attempt = () => ann.api.post.edit.mutate({ id: 'nothing', text: '', version: 0 });
    expect(await refusal(content, attempt)).toMatchObject({
      code: 'INPUT_INVALID',
      fields: { id: 'invalid_id', text: 'required', version: 'too_small' },
      wrote: false,
    });
  });
});

describe('post.delete', () => {
  test('a deleted post keeps its row, and its event is newer than every edit', async () => {
    const ann = content.newMember();
    const { id } = await ann.api.post.create.mutate({ text: 'one', idempotencyKey: newKey() });
    await ann.api.post.edit.mutate({ id, text: 'two', version: 1 });
    expect(await ann.api.post.delete.mutate({ id })).toEqual({ deleted: true });

    const row = await content.db.post.findUniqueOrThrow({ where: { id } });
    expect(row.deletedAt).toBeInstanceOf(Date);
    const events = await eventsOf(content, id);
    expect(events.at(-1)?.event).toMatchObject({
      type: 'post.deleted',
      data: { postId: id, authorId: ann.id, version: 3 },
    });
  });

  test('deleting again what one has deleted succeeds and tells nobody', async () => {
    const ann = content.newMember();
    const { id } = await ann.api.post.create.mutate({ text: 'one', idempotencyKey: newKey() });
    await Promise.all([1, 2, 3].map(() => ann.api.post.delete.mutate({ id })));
    expect(await ann.api.post.delete.mutate({ id })).toEqual({ deleted: true });
    expect(await eventsOf(content, id)).toHaveLength(2);
  });

  test('only the author may delete a post, and a deleted one is not found for others', async () => {
    const ann = content.newMember();
    const bob = content.newMember();
    const { id } = await ann.api.post.create.mutate({ text: 'mine', idempotencyKey: newKey() });
    expect(await refusal(content, () => bob.api.post.delete.mutate({ id }))).toMatchObject({
      code: 'POST_NOT_YOURS',
      status: 403,
      wrote: false,
    });
    await ann.api.post.delete.mutate({ id });
    expect(await refusal(content, () => bob.api.post.delete.mutate({ id }))).toMatchObject({
      code: 'POST_NOT_FOUND',
      status: 404,
      wrote: false,
    });
    const unknown = () => ann.api.post.delete.mutate({ id: newId() });
    expect(await refusal(content, unknown)).toMatchObject({ code: 'POST_NOT_FOUND', wrote: false });
    const nobody = () => content.nobody.post.delete.mutate({ id });
    expect(await refusal(content, nobody)).toMatchObject({ status: 401, wrote: false });
  });
});
