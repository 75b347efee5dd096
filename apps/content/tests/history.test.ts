import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { anonymous } from '@dailyfeed/auth/identity';
import type { ScreenInput } from '@dailyfeed/contract/screening';
import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { readPostHistory } from '../src/domain/post-history.ts';
import { newKey, newPost, refusal, startTestContent, type TestContent } from './_harness.ts';

/** Stands in for the member service: whose words are for everybody, who may read whom besides, whether it answers. */
const member = { isPublic: true, readers: new Set<string>(), isAway: false };
const server = createServer((request, response) => {
  request.on('error', () => undefined);
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (member.isAway || chunks.length === 0) return void response.writeHead(503).end();
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
    const { readerId, ids } = body as { readerId?: string; ids: string[] }; // of one of two procedures
    const visibility = member.isPublic ? 'PUBLIC' : 'FOLLOWERS';
    const data = readerId
      ? { ids: member.isPublic || member.readers.has(readerId) ? ids : [] }
      : ids.map((id) => ({ id, handle: 'ann', displayName: 'Ann', avatarUrl: null, visibility }));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ result: { data } }));
  });
});

let content: TestContent;
let admin: ReturnType<TestContent['as']>;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  content = await startTestContent({ MEMBER_URL: `http://127.0.0.1:${port}` });
  admin = content.as({
    ...anonymous('test'),
    member: { memberId: newId(), sessionId: newId(), roles: ['MEMBER', 'ADMIN'], amr: ['pwd'] },
  });
});
afterAll(async () => {
  await content[Symbol.asyncDispose]();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** A post of three versions, and its author. */
async function writeThree() {
  const ann = content.newMember();
  const { id } = await ann.api.post.create.mutate({ text: 'one #a', idempotencyKey: newKey() });
  const contentWarning = 'spoiler';
  await ann.api.post.edit.mutate({ id, text: 'two', contentWarning, version: 1 });
  await ann.api.post.edit.mutate({ id, text: 'three', contentWarning: null, version: 2 });
  return { ann, id };
}

test('everybody reads every version of a public post, the one in force first, page by page', async () => {
  const { id } = await writeThree();
  const first = await content.nobody.post.history.query({ id, limit: 2 });
  expect(first.items).toMatchObject([
    { version: 3, text: 'three', contentWarning: null },
    { version: 2, text: 'two', contentWarning: 'spoiler' },
  ]);
  const rest = await content.nobody.post.history.query({ id, cursor: first.nextCursor });
  expect(rest).toMatchObject({
    items: [{ version: 1, text: 'one #a', entities: [{ kind: 'tag', tag: 'a' }] }],
    nextCursor: null,
  });
  const { id: other } = await newPost(content);
  const foreign = () => content.nobody.post.history.query({ id: other, cursor: first.nextCursor });
  expect(await refusal(content, foreign)).toMatchObject({ code: 'CURSOR_INVALID', status: 400 });
});

test('an edit that comes while it is read makes no version appear twice', async () => {
  const { ann, id } = await writeThree();
  const canRead = async () => {
    await ann.api.post.edit.mutate({ id, text: 'four', version: 3 });
    return true;
  };
  const members = { ...content.deps.members, canRead };
  const read = { id, readerId: newId(), limit: 10 };
  const { items } = await readPostHistory({ ...content.deps, members }, read);
  expect(items.map(({ version }) => version)).toEqual([3, 2, 1]);
});

test('who may not read the author finds no history; the author and followers do', async () => {
  const { ann, id } = await writeThree();
  const [bob, cat] = [content.newMember(), content.newMember()];
  member.isPublic = false;
  member.readers.add(bob.id);
  try {
    for (const { api } of [ann, bob]) {
      expect((await api.post.history.query({ id })).items).toHaveLength(3);
    }
    for (const api of [cat.api, content.nobody]) {
      expect(await refusal(content, () => api.post.history.query({ id }))).toMatchObject({
        code: 'POST_NOT_FOUND',
        status: 404,
      });
    }
  } finally {
    member.isPublic = true;
  }
});

test('of a post that is deleted, hidden or unknown nobody reads the history; its author reads a hidden one', async () => {
  const [deleted, hidden] = [await writeThree(), await writeThree()];
  await deleted.ann.api.post.delete.mutate({ id: deleted.id });
  await content.db.post.update({ where: { id: hidden.id }, data: { hiddenAt: new Date() } });
  for (const id of [deleted.id, hidden.id, newId()]) {
    const attempt = () => content.nobody.post.history.query({ id });
    expect(await refusal(content, attempt)).toMatchObject({ code: 'POST_NOT_FOUND' });
  }
  expect((await hidden.ann.api.post.history.query({ id: hidden.id })).items).toHaveLength(3);
});

test('while it cannot be learned who may read, nothing is shown', async () => {
  const { ann, id } = await writeThree();
  member.isAway = true;
  try {
    for (const api of [content.newMember().api, content.nobody]) {
      expect(await refusal(content, () => api.post.history.query({ id }))).toMatchObject({
        code: 'UPSTREAM_UNAVAILABLE',
        status: 503,
      });
    }
    expect((await ann.api.post.history.query({ id })).items).toHaveLength(3);
  } finally {
    member.isAway = false;
  }
});

test('services get posts by id, in the order asked for, without deleted and hidden ones; nobody else does', async () => {
  const [first, second, gone] = [await writeThree(), await writeThree(), await writeThree()];
  await gone.ann.api.post.delete.mutate({ id: gone.id });
  const hidden = await newPost(content);
  await content.db.post.update({ where: { id: hidden.id }, data: { hiddenAt: new Date() } });
  const ids = [second.id, gone.id, newId(), first.id, hidden.id, second.id];
  const posts = await content.service.post.byIds.query({ ids });
  expect(posts).toMatchObject([{ id: second.id, text: 'three', version: 3 }, { id: first.id }]);
  for (const api of [first.ann.api, content.nobody]) {
    expect(await refusal(content, () => api.post.byIds.query({ ids }))).toMatchObject({
      code: 'FORBIDDEN',
      status: 403,
    });
  }
});

test('a text that was hidden, or would have been, stays out of it when the post is shown again', async () => {
  const ann = content.newMember();
  const { id } = await ann.api.post.create.mutate({ text: 'casino', idempotencyKey: newKey() });
  await screen(id, { version: 1, outcome: 'hide' });
  await ann.api.post.edit.mutate({ id, text: 'chess', version: 1 });
  await screen(id, { version: 2, outcome: 'pass' });
  // Two edits in haste: the one between is judged when it has been replaced already.
  await ann.api.post.edit.mutate({ id, text: 'casino again', version: 2 });
  await ann.api.post.edit.mutate({ id, text: 'draughts', version: 3 });
  expect(await screen(id, { version: 3, outcome: 'hide' })).toBe('stale');
  await screen(id, { version: 4, outcome: 'pass' });

  const readBy = async (reader: typeof ann) =>
    (await reader.api.post.history.query({ id })).items.map(({ text }) => text);
  expect(await readBy(content.newMember())).toEqual(['draughts', 'chess']);
  expect(await readBy(ann)).toEqual(['draughts', 'casino again', 'chess', 'casino']);
  const { versions } = await admin.report.versions.query({ kind: 'post', id });
  expect(versions).toHaveLength(4);
});

test('what an admin has shown stays in it, also when a screening comes late', async () => {
  const ann = content.newMember();
  const { id } = await ann.api.post.create.mutate({ text: 'casino', idempotencyKey: newKey() });
  await screen(id, { version: 1, outcome: 'hide' });
  await admin.report.resolve.mutate({ kind: 'post', id, action: 'unhide' });
  await ann.api.post.edit.mutate({ id, text: 'chess', version: 1 });
  expect(await screen(id, { version: 1, outcome: 'hide' })).toBe('stale');
  expect((await content.newMember().api.post.history.query({ id })).items).toHaveLength(2);
});

test('each text that an admin has decided on stays as they have left it, also when the next one was decided on since', async () => {
  const ann = content.newMember();
  const { id } = await ann.api.post.create.mutate({ text: 'casino', idempotencyKey: newKey() });
  await admin.report.resolve.mutate({ kind: 'post', id, action: 'unhide' });
  await ann.api.post.edit.mutate({ id, text: 'casino night', version: 1 });
  await admin.report.resolve.mutate({ kind: 'post', id, action: 'unhide' });
  await ann.api.post.edit.mutate({ id, text: 'casino day', version: 2 });
  await ann.api.post.edit.mutate({ id, text: 'chess', version: 3 });
  for (const version of [1, 2, 3]) {
    expect(await screen(id, { version, outcome: 'hide' })).toBe('stale');
  }
  const { items } = await content.newMember().api.post.history.query({ id });
  expect(items.map(({ text }) => text)).toEqual(['chess', 'casino night', 'casino']);
});

/** What the lists say of a version of a post. */
async function screen(id: string, given: Pick<ScreenInput, 'version' | 'outcome'>) {
  const found =
    given.outcome === 'hide'
      ? { reason: 'SPAM' as const, terms: ['casino'] }
      : { reason: null, terms: [] };
  const input = { kind: 'post' as const, id, ...given, ...found };
  return (await content.service.moderation.screen.mutate(input)).state;
}
