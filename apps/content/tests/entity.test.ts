import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { eventsOf, newKey, startTestContent, type TestContent } from './_harness.ts';

/** Stands in for the member service: who has which handle, whether it answers, and how often it was asked. */
const member = { ids: new Map<string, string>(), isAway: false, asked: [] as string[][] };
const server = createServer((request, response) => {
  request.on('error', () => undefined);
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (member.isAway || chunks.length === 0) return void response.writeHead(503).end();
    const input: unknown = JSON.parse(Buffer.concat(chunks).toString());
    const { handles, ids } = input as { handles?: string[]; ids?: string[] }; // of one of two procedures
    if (handles) member.asked.push(handles);
    const data = handles
      ? handles.flatMap((handle) => {
          const memberId = member.ids.get(handle.toLowerCase());
          return memberId === undefined ? [] : [{ handle, memberId }];
        })
      : request.url?.startsWith('/trpc/profile.summaries')
        ? []
        : { ids };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ result: { data } }));
  });
});

let content: TestContent;
const [mina, jun] = [newId(), newId()];
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  content = await startTestContent({ MEMBER_URL: `http://127.0.0.1:${port}` });
  member.ids = new Map([
    ['mina', mina],
    ['jun', jun],
  ]);
});
afterAll(async () => {
  await content[Symbol.asyncDispose]();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const write = (text: string) =>
  content.newMember().api.post.create.mutate({ text, idempotencyKey: newKey() });

const wordsOf = async (postId: string) => ({
  tags: (await content.db.postTag.findMany({ where: { postId }, orderBy: { tag: 'asc' } })).map(
    ({ tag }) => tag,
  ),
  mentionedIds: (await content.db.postMention.findMany({ where: { postId } })).map(
    ({ memberId }) => memberId,
  ),
});

test('links, tags and mentions are told with the post, kept to look it up by, and in its event', async () => {
  const text = '@Mina님 #첫눈 #Seoul https://example.com/눈 @nobody #seoul';
  const post = await write(text);
  const found = post.entities.map((entity) => ({
    ...entity,
    text: text.slice(entity.start, entity.end),
  }));
  expect(found).toMatchObject([
    { kind: 'mention', text: '@Mina', handle: 'Mina', memberId: mina },
    { kind: 'tag', text: '#첫눈', tag: '첫눈' },
    { kind: 'tag', text: '#Seoul', tag: 'seoul' },
    { kind: 'link', text: 'https://example.com/눈' },
    { kind: 'tag', text: '#seoul', tag: 'seoul' },
  ]);
  expect(await wordsOf(post.id)).toEqual({ tags: ['seoul', '첫눈'], mentionedIds: [mina] });
  const [event] = await eventsOf(content, post.id);
  expect(event?.event).toMatchObject({
    data: { tags: ['첫눈', 'seoul'], mentionedIds: [mina], language: 'ko', contentWarning: null },
  });
});

test('an edit replaces tags and mentions, and its event carries those in force', async () => {
  const ann = content.newMember();
  const { id } = await ann.api.post.create.mutate({
    text: '@mina #one #two',
    idempotencyKey: newKey(),
  });
  await ann.api.post.edit.mutate({ id, text: '@jun #two #three', version: 1 });
  expect(await wordsOf(id)).toEqual({ tags: ['three', 'two'], mentionedIds: [jun] });
  const [, edited] = await eventsOf(content, id);
  expect(edited?.event).toMatchObject({ data: { tags: ['two', 'three'], mentionedIds: [jun] } });
});

test('a deleted post is looked up by nothing any more', async () => {
  const ann = content.newMember();
  const { id } = await ann.api.post.create.mutate({ text: '@mina #one', idempotencyKey: newKey() });
  expect(await wordsOf(id)).toEqual({ tags: ['one'], mentionedIds: [mina] });
  await ann.api.post.delete.mutate({ id });
  expect(await wordsOf(id)).toEqual({ tags: [], mentionedIds: [] });
});

test('a post with many mentions asks the member service once, for so many that are allowed', async () => {
  member.asked = [];
  const handles = Array.from({ length: 100 }, (_, index) => `@member_${index}`);
  await write(handles.join(' '));
  expect(member.asked.map((asked) => asked.length)).toEqual([20]);
  await write('no handle in it');
  expect(member.asked).toHaveLength(1);
});

test('a comment mentions, too, and its event names whom', async () => {
  const { id: postId } = await write('hello');
  const comment = await content.newMember().api.comment.create.mutate({
    postId,
    text: '@jun #tag',
    idempotencyKey: newKey(),
  });
  expect(comment.entities).toMatchObject([{ kind: 'mention', memberId: jun }, { kind: 'tag' }]);
  const [event] = await eventsOf(content, comment.id);
  expect(event?.event).toMatchObject({ data: { mentionedIds: [jun] } });
});

test('with member away a post is written all the same; its mentions mean nobody yet', async () => {
  member.isAway = true;
  try {
    const post = await write('@mina hello');
    expect(post.entities).toMatchObject([{ kind: 'mention', handle: 'mina', memberId: null }]);
    expect(await wordsOf(post.id)).toEqual({ tags: [], mentionedIds: [] });
    // Who tells the mentioned can ask later.
    const [created] = await eventsOf(content, post.id);
    expect(created?.event).toMatchObject({
      data: { mentionedIds: [], unresolvedHandles: ['mina'] },
    });
  } finally {
    member.isAway = false;
  }
});
