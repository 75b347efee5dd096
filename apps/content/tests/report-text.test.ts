import { afterAll, expect, test } from 'vitest';

import { refusal } from './_harness.ts';
import { report, startReports } from './_reports.ts';

const reports = await startReports();
afterAll(() => reports[Symbol.asyncDispose]());
const { content, admin, ofSubject, writeThread } = reports;

test('an admin sees the text that was reported, however often it was edited since', async () => {
  const { bob, post } = await writeThread();
  await bob.api.post.report.mutate({ id: post.id, ...report });
  const replaced = Array.from({ length: 120 }, (_, index) => ({
    postId: post.id,
    version: index + 1,
    text: index === 0 ? 'buy now' : 'harmless',
    writtenAt: new Date(),
  }));
  await content.db.postVersion.createMany({ data: replaced });
  await content.db.post.update({ where: { id: post.id }, data: { version: 121 } });
  const { versions } = await admin.report.versions.query({ kind: 'post', id: post.id });
  expect(versions.map(({ version }) => version)).toEqual([
    ...Array.from({ length: 50 }, (_, index) => 121 - index),
    1,
  ]);
  expect(versions.at(-1)?.text).toBe('buy now');
});

test('an admin sees no text that was neither reported nor held by screening', async () => {
  const { ann, bob, post, comment } = await writeThread();
  const versionsOf = (subject: { kind: 'post' | 'comment'; id: string }) => () =>
    admin.report.versions.query(subject);
  const [ofPost, ofComment] = [
    versionsOf({ kind: 'post', id: post.id }),
    versionsOf({ kind: 'comment', id: comment.id }),
  ];
  expect(await refusal(content, ofPost)).toMatchObject({ code: 'POST_NOT_FOUND' });
  expect(await refusal(content, ofComment)).toMatchObject({ code: 'COMMENT_NOT_FOUND' });
  // Decided on without a report, it is none that was reported.
  await admin.report.resolve.mutate({ kind: 'post', id: post.id, action: 'dismiss' });
  expect(await refusal(content, ofPost)).toMatchObject({ code: 'POST_NOT_FOUND' });

  await ann.api.comment.report.mutate({ id: comment.id, ...report });
  expect((await ofComment()).versions).toHaveLength(1);
  expect(await refusal(content, ofPost)).toMatchObject({ code: 'POST_NOT_FOUND' });
  await bob.api.post.report.mutate({ id: post.id, ...report });
  await admin.report.resolve.mutate({ kind: 'post', id: post.id, action: 'dismiss' });
  expect((await ofPost()).versions).toHaveLength(1);
});

test('a decision on a text that an edit has replaced is refused, and nothing with it; on the one in force it stands', async () => {
  const { ann, bob, post, comment } = await writeThread();
  const edits = [
    { kind: 'post', of: post, by: ann, code: 'POST_CHANGED' },
    { kind: 'comment', of: comment, by: bob, code: 'COMMENT_CHANGED' },
  ] as const;
  for (const { kind, of, by, code } of edits) {
    const { id } = of;
    await content.newMember().api[kind].report.mutate({ id, ...report });
    const seen = await ofSubject(id);
    expect(seen).toMatchObject([{ subject: { version: 1 } }]);
    await by.api[kind].edit.mutate({ id, text: 'have a nice day', version: 1 });
    for (const action of ['hide', 'unhide', 'dismiss', 'remove'] as const) {
      const attempt = () => admin.report.resolve.mutate({ kind, id, action, version: 1 });
      expect(await refusal(content, attempt)).toMatchObject({ code, status: 409, wrote: false });
    }
    expect(await ofSubject(id)).toMatchObject([
      { subject: { version: 2, text: 'have a nice day', isHidden: false } },
    ]);
    const decision = { kind, id, action: 'dismiss', version: 2 } as const;
    expect((await admin.report.resolve.mutate(decision)).resolved).toBe(1);
  }
});
