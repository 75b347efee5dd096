import type { ReportCase } from '@dailyfeed/contract/report';
import { newId } from '@dailyfeed/service-kit/id';
import { Redis } from 'ioredis';
import { afterAll, expect, inject, test } from 'vitest';

import { eventsOf, newKey, newPost, refusal } from './_harness.ts';
import { report, startReports } from './_reports.ts';

const reports = await startReports();
afterAll(() => reports[Symbol.asyncDispose]());
const { content, adminId, admin, ofSubject, writeThread } = reports;

test('a member reports a post or comment once, however often it is sent; admins see it with its text', async () => {
  const { ann, bob, post, comment } = await writeThread();
  const cat = content.newMember();
  await Promise.all([1, 2, 3].map(() => cat.api.post.report.mutate({ id: post.id, ...report })));
  await bob.api.post.report.mutate({ id: post.id, reason: 'OTHER' });
  await cat.api.comment.report.mutate({ id: comment.id, ...report });
  expect(await ofSubject(post.id)).toMatchObject([
    {
      subject: { kind: 'post', authorId: ann.id, text: 'buy now', isHidden: false },
      reports: [
        { ...report, reporterId: cat.id, resolution: null },
        { reporterId: bob.id, reason: 'OTHER', note: '' },
      ],
      reportCount: 2,
    },
  ]);
  expect(await ofSubject(comment.id)).toMatchObject([
    { subject: { kind: 'comment', postId: post.id, authorId: bob.id, text: 'buy here' } },
  ]);
});

test('what was decided on is reported again by the same member once its text has changed, not before', async () => {
  const { ann, bob, post, comment } = await writeThread();
  const reports = [
    {
      id: post.id,
      kind: 'post',
      send: () => bob.api.post.report.mutate({ id: post.id, ...report }),
    },
    {
      id: comment.id,
      kind: 'comment',
      send: () => ann.api.comment.report.mutate({ id: comment.id, ...report }),
    },
  ] as const;
  for (const { id, kind, send } of reports) {
    await send();
    await admin.report.resolve.mutate({ kind, id, action: 'dismiss' });
    await send();
    expect(await ofSubject(id)).toEqual([]);
  }
  await ann.api.post.edit.mutate({ id: post.id, text: 'buy two', version: 1 });
  await bob.api.comment.edit.mutate({ id: comment.id, text: 'buy there', version: 1 });
  for (const { id, send } of reports) {
    await Promise.all([send(), send()]);
    expect(await ofSubject(id)).toMatchObject([{ reportCount: 1 }]);
  }
  // One that waits stands for what the text becomes.
  await ann.api.post.edit.mutate({ id: post.id, text: 'buy three', version: 2 });
  await reports[0].send();
  expect(await ofSubject(post.id)).toMatchObject([{ reportCount: 1 }]);
});

test('what is one’s own, gone or unknown is not reported; bad input is named', async () => {
  const { ann, bob, post, comment } = await writeThread();
  const attempts = [
    () => ann.api.post.report.mutate({ id: post.id, ...report }),
    () => bob.api.comment.report.mutate({ id: comment.id, ...report }),
  ];
  for (const attempt of attempts) {
    expect(await refusal(content, attempt)).toMatchObject({ code: 'REPORT_SELF', wrote: false });
  }
  await bob.api.comment.delete.mutate({ id: comment.id });
  for (const id of [comment.id, newId()]) {
    const attempt = () => ann.api.comment.report.mutate({ id, ...report });
    expect(await refusal(content, attempt)).toMatchObject({
      code: 'COMMENT_NOT_FOUND',
      wrote: false,
    });
  }
  const unknown = () => ann.api.post.report.mutate({ id: newId(), ...report });
  expect(await refusal(content, unknown)).toMatchObject({ code: 'POST_NOT_FOUND', wrote: false });
  const odd = () =>
    ann.api.post.report.mutate({ id: 'no', reason: 'SPAM', note: '가'.repeat(501) });
  expect(await refusal(content, odd)).toMatchObject({
    fields: { id: 'invalid_id', note: 'too_long' },
    wrote: false,
  });
  const nobody = () => content.nobody.post.report.mutate({ id: post.id, ...report });
  expect(await refusal(content, nobody)).toMatchObject({ status: 401, wrote: false });
});

test('an admin hides a post once and shows it again; reports are decided, events told, all of it written down', async () => {
  const { bob, post } = await writeThread();
  await bob.api.post.report.mutate({ id: post.id, ...report });
  const hide = { kind: 'post', id: post.id, action: 'hide', note: 'adverts' } as const;
  const states = await Promise.all([1, 2].map(() => admin.report.resolve.mutate(hide)));
  expect(states.map(({ isHidden }) => isHidden)).toEqual([true, true]);
  expect(states.reduce((sum, { resolved }) => sum + resolved, 0)).toBe(1);
  expect(await ofSubject(post.id)).toEqual([]);
  const decided = await admin.report.list.query({ state: 'resolved', limit: 100 });
  expect(decided.items.filter(({ subject }) => subject.id === post.id)).toMatchObject([
    { subject: { isHidden: true, hiddenBy: 'moderator' }, reports: [{ resolution: 'hide' }] },
  ]);
  const attempt = () => bob.api.post.like.mutate({ id: post.id });
  expect(await refusal(content, attempt)).toMatchObject({ code: 'POST_NOT_FOUND' });

  const shown = await admin.report.resolve.mutate({ ...hide, action: 'unhide' });
  expect(shown).toEqual({ isHidden: false, resolved: 0 });
  await bob.api.post.like.mutate({ id: post.id });
  const events = (await eventsOf(content, post.id)).map(({ event }) => Object(event));
  expect(events.map(({ type }) => type)).toEqual([
    'post.created',
    'post.hidden',
    'post.unhidden',
    'post.liked',
  ]);
  expect(events[2]).toMatchObject({ actorId: null, data: { text: 'buy now', version: 1 } });
  const { items } = await admin.report.actions.query({});
  expect(items.filter(({ subjectId }) => subjectId === post.id)).toMatchObject([
    { action: 'unhide', actorId: adminId },
    { action: 'hide', note: 'adverts' },
    { action: 'hide' },
  ]);
});

test('a hidden comment is counted no more, keeps its place while replies hang on it, and comes back', async () => {
  const { ann, post, comment, reply } = await writeThread();
  const counts = async () => {
    const row = await content.db.post.findUniqueOrThrow({ where: { id: post.id } });
    const top = await content.db.comment.findUniqueOrThrow({ where: { id: comment.id } });
    return [row.commentCount, top.replyCount];
  };
  const resolve = (id: string, action: 'hide' | 'unhide' | 'dismiss') =>
    admin.report.resolve.mutate({ kind: 'comment', id, action });
  expect(await counts()).toEqual([2, 1]);
  await resolve(comment.id, 'hide');
  expect(await counts()).toEqual([1, 1]);
  const answer = () =>
    ann.api.comment.create.mutate({
      postId: post.id,
      parentId: comment.id,
      text: 'hm',
      idempotencyKey: newKey(),
    });
  expect(await refusal(content, answer)).toMatchObject({ code: 'COMMENT_NOT_FOUND' });
  await resolve(reply.id, 'hide');
  expect(await counts()).toEqual([0, 0]);
  await resolve(reply.id, 'unhide');
  await resolve(comment.id, 'unhide');
  expect(await counts()).toEqual([2, 1]);
  expect(await resolve(comment.id, 'dismiss')).toEqual({ isHidden: false, resolved: 0 });
});

test('whoever keeps the text of a hidden comment hears that it is deleted, by its author or by an admin', async () => {
  const { bob, post, comment, reply } = await writeThread();
  const hide = (id: string) => admin.report.resolve.mutate({ kind: 'comment', id, action: 'hide' });
  await hide(comment.id);
  await hide(reply.id);
  await bob.api.comment.delete.mutate({ id: comment.id });
  await admin.report.resolve.mutate({ kind: 'comment', id: reply.id, action: 'remove' });
  for (const id of [comment.id, reply.id]) {
    const told = (await eventsOf(content, id)).map(({ event }) => Object(event).type);
    expect(told).toEqual(['comment.created', 'comment.hidden', 'comment.deleted']);
  }
  expect(await content.db.post.findUnique({ where: { id: post.id } })).toMatchObject({
    commentCount: 0,
  });
});

test('each reported thing has one place: pages show it once, and filters by kind and reason find it', async () => {
  const threads = await Promise.all([writeThread(), writeThread(), writeThread()]);
  const members = [content.newMember(), content.newMember()];
  for (const { post, comment } of threads) {
    for (const [index, { api }] of members.entries()) {
      const reason = index === 0 ? 'HATE' : 'SEXUAL';
      await api.post.report.mutate({ id: post.id, reason });
      await api.comment.report.mutate({ id: comment.id, reason: 'ILLEGAL' });
    }
  }
  const walk = async (filter: { kind?: 'post' | 'comment'; reason?: 'SEXUAL' | 'ILLEGAL' }) => {
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: ReportCase[]; nextCursor: string | null } =
        await admin.report.list.query({ ...filter, cursor, limit: 2 });
      ids.push(...page.items.map(({ subject }) => subject.id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    return ids.filter((id) =>
      threads.some(({ post, comment }) => [post.id, comment.id].includes(id)),
    );
  };
  const [posts, comments] = [threads.map(({ post }) => post.id), threads.map((t) => t.comment.id)];
  expect(await walk({ reason: 'SEXUAL' })).toEqual(posts);
  expect(await walk({ kind: 'comment' })).toEqual(comments);
  expect(await walk({ kind: 'post', reason: 'ILLEGAL' })).toEqual([]);
  expect((await walk({})).toSorted()).toEqual([...posts, ...comments].toSorted());
  const foreign = await admin.report.list.query({ kind: 'post', limit: 1 });
  const attempt = () => admin.report.list.query({ kind: 'comment', cursor: foreign.nextCursor });
  expect(await refusal(content, attempt)).toMatchObject({ code: 'CURSOR_INVALID' });
});

test('an admin removes what is reported, for everybody and with its counts; what is gone can be dismissed', async () => {
  const { ann, bob, post, comment } = await writeThread();
  await ann.api.comment.report.mutate({ id: comment.id, ...report });
  await bob.api.post.report.mutate({ id: post.id, ...report });
  const remove = { kind: 'comment', id: comment.id, action: 'remove', note: 'no' } as const;
  expect(await admin.report.resolve.mutate(remove)).toEqual({ isHidden: false, resolved: 1 });
  const row = await content.db.post.findUniqueOrThrow({ where: { id: post.id } });
  expect(row.commentCount).toBe(1);
  expect((await eventsOf(content, comment.id)).at(-1)?.event).toMatchObject({
    type: 'comment.deleted',
    actorId: null,
  });
  await ann.api.post.edit.mutate({ id: post.id, text: 'buy here', version: 1 });
  const subject = { kind: 'post', id: post.id } as const;
  const { versions } = await admin.report.versions.query(subject);
  expect(versions).toMatchObject([
    { version: 2, text: 'buy here' },
    { version: 1, text: 'buy now' },
  ]);
  // Its author takes it back before the admin gets there.
  await ann.api.post.delete.mutate({ id: post.id });
  for (const action of ['hide', 'remove'] as const) {
    const attempt = () => admin.report.resolve.mutate({ ...subject, action });
    expect(await refusal(content, attempt)).toMatchObject({ code: 'POST_NOT_FOUND', wrote: false });
  }
  expect(await ofSubject(post.id)).toMatchObject([{ subject: { isDeleted: true } }]);
  const dismissed = await admin.report.resolve.mutate({ ...subject, action: 'dismiss' });
  expect(dismissed.resolved).toBe(1);
  const log = await admin.report.actions.query({ subject });
  expect(log.items).toMatchObject([{ action: 'dismiss', actorId: adminId, by: 'moderator' }]);
});

test('only admins see and decide reports', async () => {
  const { id } = await newPost(content);
  for (const [api, status] of [
    [content.newMember().api, 403],
    [content.nobody, 401],
  ] as const) {
    for (const attempt of [
      () => api.report.list.query({}),
      () => api.report.actions.query({}),
      () => api.report.versions.query({ kind: 'post', id }),
      () => api.report.resolve.mutate({ kind: 'post', id, action: 'hide' }),
    ]) {
      expect(await refusal(content, attempt)).toMatchObject({ status, wrote: false });
    }
  }
  const unknown = () => admin.report.resolve.mutate({ kind: 'post', id: newId(), action: 'hide' });
  expect(await refusal(content, unknown)).toMatchObject({ code: 'POST_NOT_FOUND', wrote: false });
});

test('when a write or a decision is answered, it is noted for readers who might meet a replica', async () => {
  const redis = new Redis(inject('stores').redisUrl);
  try {
    const secondsOf = (memberId: string) => redis.ttl(`wrote:${memberId}`);
    await redis.del(`wrote:${adminId}`);
    const { ann, bob, post } = await writeThread();
    for (const { id } of [ann, bob]) expect(await secondsOf(id)).toBeGreaterThan(0);
    await redis.del(`wrote:${ann.id}`);
    await ann.api.post.edit.mutate({ id: post.id, version: 1, text: 'buy later' });
    expect(await secondsOf(ann.id)).toBeGreaterThan(0);
    await admin.report.resolve.mutate({ kind: 'post', id: post.id, action: 'hide' });
    expect(await secondsOf(adminId)).toBeGreaterThan(0);
  } finally {
    redis.disconnect();
  }
});
