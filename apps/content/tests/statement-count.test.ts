import { anonymous } from '@dailyfeed/auth/identity';
import { connectContent } from '@dailyfeed/content-store/client';
import { startCountedPostgres } from '@dailyfeed/dev-infra/counted-store';
import { newId } from '@dailyfeed/service-kit/id';
import { createLog } from '@dailyfeed/service-kit/log';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { contentRouter } from '../src/routers/index.ts';
import { newKey, newPost, startTestContent } from './_harness.ts';

const count = 51;
const content = await startTestContent();
const postgres = await startCountedPostgres(content.database.url);
// The relay and the jobs ask the database as well: what is counted goes its own way.
const db = connectContent({ url: postgres.url, mode: 'read-write' });
afterAll(async () => {
  await db.$disconnect();
  await postgres[Symbol.asyncDispose]();
  await content[Symbol.asyncDispose]();
});

const ann = content.newMember();
const identity = {
  ...anonymous('test'),
  member: {
    memberId: ann.id,
    sessionId: newId(),
    roles: ['MEMBER' as const, 'ADMIN' as const],
    amr: ['pwd'],
  },
};
const log = createLog('test', { level: 'silent' });
const reader = contentRouter.createCaller({ ...content.deps, db, identity, log });
let postId: string;

beforeAll(async () => {
  const post = await ann.api.post.create.mutate({ text: 'one', idempotencyKey: newKey() });
  postId = post.id;
  for (let version = 1; version < count; version += 1) {
    await ann.api.post.edit.mutate({ id: postId, text: `${version} edits`, version });
  }
  for (let index = 0; index < count - 1; index += 1) {
    await Promise.all([
      ann.api.draft.save.mutate({ id: newId(), text: 'to come', version: 0 }),
      content
        .newMember()
        .api.comment.create.mutate({ postId, text: 'hm', idempotencyKey: newKey() }),
      hideReported(),
    ]);
  }
  const comments = await content.db.comment.findMany({ where: { postId } });
  for (const { id } of comments) await ann.api.comment.report.mutate({ id, reason: 'SPAM' });
}, 120_000);

async function hideReported(): Promise<void> {
  const { id } = await newPost(content);
  await content.newMember().api.post.report.mutate({ id, reason: 'SPAM' });
  await reader.report.resolve({ kind: 'post', id, action: 'hide' });
}

test.each([
  // The post, and its versions.
  {
    name: 'history',
    atMost: 2,
    read: (limit: number) => reader.post.history({ id: postId, limit }),
  },
  { name: 'drafts', atMost: 1, read: (limit: number) => reader.draft.list({ limit }) },
  // Cases, the posts and comments they are about, their reports.
  { name: 'reports that wait', atMost: 4, read: (limit: number) => reader.report.list({ limit }) },
  {
    name: 'reports that were decided',
    atMost: 4,
    read: (limit: number) => reader.report.list({ state: 'resolved', limit }),
  },
  { name: 'what admins did', atMost: 1, read: (limit: number) => reader.report.actions({ limit }) },
])('a page of $name costs $atMost statements, be it short or long', async (page) => {
  for (const limit of [5, 50]) {
    let items: unknown[] = [];
    const cost = await postgres.countOf(async () => ({ items } = await page.read(limit)));
    expect(items).toHaveLength(limit);
    expect({ limit, cost }).toEqual({ limit, cost: page.atMost });
  }
});
