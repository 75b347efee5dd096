import { draftCountMax } from '@dailyfeed/contract/draft';
import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, expect, test } from 'vitest';

import { removeDraft } from '../src/db/drafts.ts';
import { newKey, refusal, startTestContent } from './_harness.ts';

const content = await startTestContent();
afterAll(() => content[Symbol.asyncDispose]());

test('a draft is saved over and over, each time from the version before, and may be sent twice', async () => {
  const { api } = content.newMember();
  const id = newId();
  const first = await api.draft.save.mutate({ id, text: 'one', version: 0 });
  expect(first).toMatchObject({ id, text: 'one', contentWarning: null, version: 1 });
  expect(await api.draft.save.mutate({ id, text: 'one', version: 0 })).toEqual(first);
  const change = { id, text: '', contentWarning: 'spoiler', version: 1 };
  const [second, again] = await Promise.all([1, 2].map(() => api.draft.save.mutate(change)));
  expect(second).toMatchObject({ text: '', contentWarning: 'spoiler', version: 2 });
  expect(again).toEqual(second);
});

test('a draft that was saved elsewhere since is not overwritten', async () => {
  const { api } = content.newMember();
  const id = newId();
  await api.draft.save.mutate({ id, text: 'one', version: 0 });
  await api.draft.save.mutate({ id, text: 'phone', version: 1 });
  const attempt = () => api.draft.save.mutate({ id, text: 'desktop', version: 1 });
  expect(await refusal(content, attempt)).toMatchObject({
    code: 'DRAFT_CHANGED',
    status: 409,
    wrote: false,
  });
  expect(await api.draft.list.query({})).toMatchObject({ items: [{ text: 'phone' }] });
});

test('drafts are listed last saved first, each once, and only to their member', async () => {
  const [ann, bob] = [content.newMember(), content.newMember()];
  const ids = [newId(), newId(), newId()];
  for (const id of ids) await ann.api.draft.save.mutate({ id, text: id, version: 0 });
  await ann.api.draft.save.mutate({ id: ids[0] ?? '', text: 'again', version: 1 });
  const page = await ann.api.draft.list.query({ limit: 2 });
  const rest = await ann.api.draft.list.query({ limit: 2, cursor: page.nextCursor });
  expect(page.items.map(({ id }) => id)).toEqual([ids[0], ids[2]]);
  expect(rest).toMatchObject({ items: [{ id: ids[1] }], nextCursor: null });
  expect(await bob.api.draft.list.query({})).toEqual({ items: [], nextCursor: null });
});

test('a draft of another, or one that is gone, is not found; deleting it again is fine', async () => {
  const [ann, bob] = [content.newMember(), content.newMember()];
  const id = newId();
  await ann.api.draft.save.mutate({ id, text: 'mine', version: 0 });
  for (const version of [0, 1]) {
    const attempt = () => bob.api.draft.save.mutate({ id, text: 'his', version });
    expect(await refusal(content, attempt)).toMatchObject({
      code: 'DRAFT_NOT_FOUND',
      status: 404,
      wrote: false,
    });
  }
  expect(await bob.api.draft.delete.mutate({ id })).toEqual({ deleted: true });
  expect(await content.db.draft.count({ where: { id } })).toBe(1);
  await ann.api.draft.delete.mutate({ id });
  expect(await ann.api.draft.delete.mutate({ id })).toEqual({ deleted: true });
  const late = () => ann.api.draft.save.mutate({ id, text: 'late', version: 1 });
  expect(await refusal(content, late)).toMatchObject({ code: 'DRAFT_NOT_FOUND', wrote: false });
});

test('a draft is read anew by its member alone', async () => {
  const [ann, bob] = [content.newMember(), content.newMember()];
  const id = newId();
  const saved = await ann.api.draft.save.mutate({ id, text: 'mine', version: 0 });
  expect(await ann.api.draft.byId.query({ id })).toEqual(saved);
  for (const attempt of [
    () => bob.api.draft.byId.query({ id }),
    () => ann.api.draft.byId.query({ id: newId() }),
  ]) {
    expect(await refusal(content, attempt)).toMatchObject({ code: 'DRAFT_NOT_FOUND', status: 404 });
  }
});

test('what was saved elsewhere since is not deleted with what stood here', async () => {
  const [ann, bob] = [content.newMember(), content.newMember()];
  const id = newId();
  await ann.api.draft.save.mutate({ id, text: 'one', version: 0 });
  const phone = await ann.api.draft.save.mutate({ id, text: 'phone', version: 1 });
  const attempt = () => ann.api.draft.delete.mutate({ id, version: 1 });
  expect(await refusal(content, attempt)).toMatchObject({
    code: 'DRAFT_CHANGED',
    status: 409,
    wrote: false,
  });
  expect(await ann.api.draft.byId.query({ id })).toEqual(phone);
  // Of another's draft nobody learns anything by it.
  for (const version of [1, 2]) {
    expect(await bob.api.draft.delete.mutate({ id, version })).toEqual({ deleted: true });
  }
  for (const _time of [1, 2]) {
    expect(await ann.api.draft.delete.mutate({ id, version: 2 })).toEqual({ deleted: true });
  }
  expect(await content.db.draft.count({ where: { id } })).toBe(0);
});

test('a member has a bounded number of drafts, also when many are begun at once', async () => {
  const { id: memberId, api } = content.newMember();
  const at = new Date();
  await content.db.draft.createMany({
    data: Array.from({ length: draftCountMax - 2 }, () => ({
      id: newId(),
      memberId,
      text: 'x',
      createdAt: at,
      updatedAt: at,
    })),
  });
  const outcomes = await Promise.allSettled(
    Array.from({ length: 8 }, () => api.draft.save.mutate({ id: newId(), text: 'y', version: 0 })),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  expect(await content.db.draft.count({ where: { memberId } })).toBe(draftCountMax);
  const attempt = () => api.draft.save.mutate({ id: newId(), text: 'z', version: 0 });
  expect(await refusal(content, attempt)).toMatchObject({
    code: 'DRAFT_LIMIT_REACHED',
    status: 409,
    wrote: false,
  });
});

test('bad input is refused by name', async () => {
  const { api } = content.newMember();
  const odd = {
    id: 'nothing',
    text: '가'.repeat(10_001),
    contentWarning: 'two\nlines',
    version: -1,
  };
  expect(await refusal(content, () => api.draft.save.mutate(odd))).toEqual({
    code: 'INPUT_INVALID',
    status: 400,
    fields: {
      id: 'invalid_id',
      text: 'too_long',
      contentWarning: 'control_characters',
      version: 'too_small',
    },
    wrote: false,
  });
  const nobody = () => content.nobody.draft.save.mutate({ id: newId(), text: 'x', version: 0 });
  expect(await refusal(content, nobody)).toMatchObject({ status: 401, wrote: false });
});

test('a save that meets a delete is told that the draft is gone', async () => {
  const { id: memberId, api } = content.newMember();
  const id = newId();
  await api.draft.save.mutate({ id, text: 'one', version: 0 });
  const waiting = async () => {
    const [row] = await content.db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    return row?.count;
  };
  const saving = await content.db.$transaction(
    async (tx) => {
      await removeDraft(tx, { id, memberId });
      const attempt = refusal(content, () =>
        api.draft.save.mutate({ id, text: 'one and more', version: 1 }),
      );
      // It has read the draft, and waits for what becomes of it.
      await expect.poll(waiting).toBe(1);
      return { attempt };
    },
    { timeout: 60_000 },
  );
  expect(await saving.attempt).toMatchObject({ code: 'DRAFT_NOT_FOUND', status: 404 });
});

test('a post takes the draft it was written from with it, and no one else’s', async () => {
  const [ann, bob] = [content.newMember(), content.newMember()];
  const draftId = newId();
  await ann.api.draft.save.mutate({ id: draftId, text: 'hello', version: 0 });
  await bob.api.post.create.mutate({ text: 'hello', idempotencyKey: newKey(), draftId });
  expect(await content.db.draft.count({ where: { id: draftId } })).toBe(1);
  await ann.api.post.create.mutate({ text: 'hello', idempotencyKey: newKey(), draftId });
  expect(await content.db.draft.count({ where: { id: draftId } })).toBe(0);
});

test('a post leaves what was added to its draft elsewhere since; a client that names no version takes it too', async () => {
  const { api } = content.newMember();
  const draftId = newId();
  await api.draft.save.mutate({ id: draftId, text: 'one', version: 0 });
  const phone = await api.draft.save.mutate({ id: draftId, text: 'one and more', version: 1 });
  const post = { text: 'one', draftId };
  await api.post.create.mutate({ ...post, idempotencyKey: newKey(), draftVersion: 1 });
  expect(await api.draft.list.query({})).toEqual({ items: [phone], nextCursor: null });
  await api.post.create.mutate({ ...post, idempotencyKey: newKey(), draftVersion: 2 });
  expect(await api.draft.list.query({})).toMatchObject({ items: [] });

  await api.draft.save.mutate({ id: draftId, text: 'two', version: 0 });
  await api.draft.save.mutate({ id: draftId, text: 'two and more', version: 1 });
  await api.post.create.mutate({ ...post, text: 'two', idempotencyKey: newKey() });
  expect(await api.draft.list.query({})).toMatchObject({ items: [] });
});

test('a post that is sent again, its first answer lost, takes what was kept of it meanwhile', async () => {
  const { api } = content.newMember();
  const post = { text: 'sent', idempotencyKey: newKey() };
  const first = await api.post.create.mutate(post);
  const draftId = newId();
  await api.draft.save.mutate({ id: draftId, text: 'sent', version: 0 });
  const replay = { ...post, draftId, draftVersion: 1 };
  expect(await api.post.create.mutate(replay)).toEqual(first);
  expect(await api.draft.list.query({})).toMatchObject({ items: [] });
});
