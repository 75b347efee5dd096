import { anonymous } from '@dailyfeed/auth/identity';
import type { ScreenInput } from '@dailyfeed/contract/screening';
import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, expect, test } from 'vitest';

import { eventsOf, newKey, refusal, startTestContent } from './_harness.ts';

const content = await startTestContent();
afterAll(() => content[Symbol.asyncDispose]());

const admin = content.as({
  ...anonymous('test'),
  member: { memberId: newId(), sessionId: newId(), roles: ['MEMBER', 'ADMIN'], amr: ['pwd'] },
});

const found = { reason: 'SPAM', terms: ['casino'] } as const;
const screen = async (input: Omit<ScreenInput, 'reason' | 'terms'>) => {
  const nothing = { reason: null, terms: [] };
  const { state } = await content.service.moderation.screen.mutate({
    ...input,
    ...(input.outcome === 'pass' ? nothing : { ...found, terms: [...found.terms] }),
  });
  return state;
};
const reportsOf = async (id: string, state: 'open' | 'resolved' = 'open') => {
  const { items } = await admin.report.list.query({ state, limit: 100 });
  return items.filter(({ subject }) => subject.id === id);
};
const logOf = async (id: string) => {
  const { items } = await admin.report.actions.query({ limit: 100 });
  return items.flatMap((each) => (each.subjectId === id ? [`${each.by} ${each.action}`] : []));
};
const typesOf = async (id: string) =>
  (await eventsOf(content, id)).map(({ event }) => Object(event).type);

async function newPost() {
  const author = content.newMember();
  const post = await author.api.post.create.mutate({ text: 'casino', idempotencyKey: newKey() });
  return { author, id: post.id, kind: 'post' as const };
}

test('a post is hidden once, however often it is asked for; admins are told, its author mends it, and it is back', async () => {
  const { author, id, kind } = await newPost();
  const states = await Promise.all(
    [1, 2, 3].map(() => screen({ kind, id, version: 1, outcome: 'hide' })),
  );
  expect(states.toSorted()).toEqual(['applied', 'unchanged', 'unchanged']);
  expect(await reportsOf(id)).toMatchObject([
    {
      reports: [{ reporterId: null, reason: 'SPAM', note: 'casino' }],
      subject: { isHidden: true, hiddenBy: 'screening' },
    },
  ]);
  const other = () => content.newMember().api.post.history.query({ id });
  expect(await refusal(content, other)).toMatchObject({ code: 'POST_NOT_FOUND' });

  await author.api.post.edit.mutate({ id, text: 'chess', version: 1 });
  expect(await screen({ kind, id, version: 1, outcome: 'hide' })).toBe('stale');
  expect(await screen({ kind, id, version: 2, outcome: 'pass' })).toBe('applied');
  expect(await screen({ kind, id, version: 2, outcome: 'pass' })).toBe('unchanged');
  expect(await reportsOf(id)).toEqual([]);
  expect(await reportsOf(id, 'resolved')).toMatchObject([{ reports: [{ resolution: 'unhide' }] }]);
  expect(await logOf(id)).toEqual(['screening unhide', 'screening hide']);
  expect(await typesOf(id)).toEqual([
    'post.created',
    'post.hidden',
    'post.edited',
    'post.unhidden',
  ]);
  const [, , edited, unhidden] = await eventsOf(content, id);
  expect(edited?.event).toMatchObject({ data: { hidden: true } });
  expect(unhidden?.event).toMatchObject({ data: { hidden: false, text: 'chess' } });
});

test('a flagged post stays as it is and is reported once, and again when its next version is flagged after a decision', async () => {
  const { author, id, kind } = await newPost();
  const flag = (version: number) => screen({ kind, id, version, outcome: 'flag' });
  expect([await flag(1), await flag(1)]).toEqual(['applied', 'unchanged']);
  expect(await reportsOf(id)).toHaveLength(1);
  await admin.report.resolve.mutate({ kind, id, action: 'dismiss' });
  expect(await flag(1)).toBe('unchanged');
  await author.api.post.edit.mutate({ id, text: 'casino!', version: 1 });
  expect(await flag(2)).toBe('applied');
  expect(await reportsOf(id)).toHaveLength(1);
  expect(await typesOf(id)).toEqual(['post.created', 'post.edited']);
});

test('an admin’s word stands: screening hides no version they have shown, and shows nothing they have hidden', async () => {
  const { author, id, kind } = await newPost();
  await screen({ kind, id, version: 1, outcome: 'hide' });
  await admin.report.resolve.mutate({ kind, id, action: 'unhide' });
  expect(await screen({ kind, id, version: 1, outcome: 'hide' })).toBe('unchanged');
  expect(await content.db.post.findUnique({ where: { id } })).toMatchObject({ hiddenAt: null });

  await admin.report.resolve.mutate({ kind, id, action: 'hide' });
  await author.api.post.edit.mutate({ id, text: 'chess', version: 1 });
  expect(await screen({ kind, id, version: 2, outcome: 'pass' })).toBe('unchanged');
  expect(await content.db.post.findUnique({ where: { id } })).toMatchObject({
    hiddenBy: 'moderator',
  });
  // What screening has hidden first becomes the admin's when they agree.
  const agreed = await newPost();
  await screen({ kind, id: agreed.id, version: 1, outcome: 'hide' });
  await admin.report.resolve.mutate({ kind, id: agreed.id, action: 'hide' });
  await agreed.author.api.post.edit.mutate({ id: agreed.id, text: 'chess', version: 1 });
  expect(await screen({ kind, id: agreed.id, version: 2, outcome: 'pass' })).toBe('unchanged');
});

test('a text that an edit replaced before it was screened is reported, written down and read by the admins, once; the harmless one stays', async () => {
  const { author, id, kind } = await newPost();
  await author.api.post.edit.mutate({ id, text: 'chess', version: 1 });
  expect(await screen({ kind, id, version: 1, outcome: 'hide' })).toBe('stale');
  expect(await reportsOf(id)).toMatchObject([
    {
      reports: [{ reporterId: null, reason: 'SPAM', version: 1, note: 'casino', resolution: null }],
      subject: { text: 'chess', version: 2, isHidden: false },
    },
  ]);
  const { versions } = await admin.report.versions.query({ kind, id });
  expect(versions.map(({ text }) => text)).toEqual(['chess', 'casino']);
  expect(await logOf(id)).toEqual(['screening hide']);
  expect(await typesOf(id)).toEqual(['post.created', 'post.edited']);

  // Told of once, also by an event that comes again after an admin has decided.
  await admin.report.resolve.mutate({ kind, id, action: 'dismiss' });
  expect(await screen({ kind, id, version: 1, outcome: 'hide' })).toBe('stale');
  expect(await reportsOf(id)).toEqual([]);
  expect(await logOf(id)).toEqual(['moderator dismiss', 'screening hide']);
});

test('a text that an admin had shown before an edit replaced it is not reported by a screening that comes late', async () => {
  const { author, id, kind } = await newPost();
  await admin.report.resolve.mutate({ kind, id, action: 'unhide' });
  await author.api.post.edit.mutate({ id, text: 'chess', version: 1 });
  expect(await screen({ kind, id, version: 1, outcome: 'hide' })).toBe('stale');
  expect([await reportsOf(id), await reportsOf(id, 'resolved')]).toEqual([[], []]);
  expect(await logOf(id)).toEqual(['moderator unhide']);
});

test('a hidden comment is counted no more; its author, and nobody else, edits it, and it counts again', async () => {
  const { author, id: postId } = await newPost();
  const writer = content.newMember();
  const comment = { postId, text: 'casino', idempotencyKey: newKey() };
  const { id } = await writer.api.comment.create.mutate(comment);
  const kind = 'comment' as const;
  const count = async () =>
    (await content.db.post.findUniqueOrThrow({ where: { id: postId } })).commentCount;
  expect(await screen({ kind, id, version: 1, outcome: 'hide' })).toBe('applied');
  expect(await count()).toBe(0);
  const other = () => author.api.comment.edit.mutate({ id, text: 'mine', version: 1 });
  expect(await refusal(content, other)).toMatchObject({ code: 'COMMENT_NOT_FOUND', wrote: false });
  await writer.api.comment.edit.mutate({ id, text: 'chess', version: 1 });
  expect(await screen({ kind, id, version: 2, outcome: 'pass' })).toBe('applied');
  expect(await count()).toBe(1);
  expect((await eventsOf(content, id)).at(-1)?.event).toMatchObject({
    type: 'comment.unhidden',
    actorId: null,
    data: { text: 'chess', version: 2, commentCount: 1 },
  });
});

test('what is gone is left alone; only services may ask; bad input is named', async () => {
  const { author, id, kind } = await newPost();
  await author.api.post.delete.mutate({ id });
  const hide = { kind, version: 1, outcome: 'hide' } as const;
  expect(await screen({ ...hide, id })).toBe('gone');
  expect(await screen({ ...hide, id: newId() })).toBe('gone');
  expect(await screen({ ...hide, kind: 'comment', id: newId() })).toBe('gone');
  for (const api of [author.api, admin, content.nobody]) {
    const attempt = () =>
      api.moderation.screen.mutate({ ...hide, id, reason: 'SPAM', terms: ['casino'] });
    expect(await refusal(content, attempt)).toMatchObject({ status: 403, wrote: false });
  }
  const odd = () =>
    content.service.moderation.screen.mutate({ ...hide, id, reason: null, terms: [''] });
  expect(await refusal(content, odd)).toMatchObject({ status: 400, wrote: false });
});
