import { readFile } from 'node:fs/promises';

import { failureOf } from '@dailyfeed/client';
import { strFromU8, unzipSync } from 'fflate';
import { expect } from 'vitest';

import { test } from './_network.ts';
import { type Someone } from './network.ts';
import { until } from './until.ts';

async function takeEverything(someone: Someone) {
  const { blob, fileName } = await someone.downloadExport();
  const files = unzipSync(new Uint8Array(await blob.arrayBuffer()));
  const texts = Object.entries(files).map(([name, file]) => [name, strFromU8(file)] as const);
  const lists = texts.filter(([name]) => name.endsWith('.json'));
  return {
    fileName,
    files,
    said: texts.map(([, text]) => text).join('\n'),
    lists: Object.fromEntries(lists.map(([name, text]) => [name, JSON.parse(text)])),
  };
}

test('an export holds what one wrote, liked and did, in every text it had, and nothing of another', async ({
  network,
}) => {
  const [ann, bob] = await Promise.all([network.signUp('ann'), network.signUp('bob')]);
  const { post, comment } = ann.api.content;
  const first = await post.create.mutate({ text: 'before', idempotencyKey: 'export-first' });
  await post.edit.mutate({ id: first.id, text: 'after', version: 1 });
  const gone = await post.create.mutate({ text: 'regretted', idempotencyKey: 'export-gone' });
  await post.delete.mutate({ id: gone.id });
  const other = await bob.api.content.post.create.mutate({
    text: 'written by bob alone',
    idempotencyKey: 'export-other',
  });
  const answer = await comment.create.mutate({
    postId: other.id,
    text: 'well said',
    idempotencyKey: 'export-comment',
  });
  await bob.api.content.comment.create.mutate({
    postId: first.id,
    text: 'a comment by bob',
    idempotencyKey: 'export-by-bob',
  });
  await post.like.mutate({ id: other.id });
  await ann.api.search.recent.add.mutate({ query: 'what ann looked for' });
  await until(
    () => ann.api.activity.activity.mine.query({ limit: 100 }),
    ({ items }) =>
      ['member.signed_up', 'post.created', 'post.liked'].every((type) =>
        items.some((item) => item.type === type),
      ),
    90_000,
  );

  const { fileName, lists, said } = await takeEverything(ann);
  expect(fileName).toContain(ann.handle);
  expect(lists['account.json']).toMatchObject({ id: ann.memberId, email: ann.email });
  expect(lists['posts.json']).toMatchObject([
    {
      id: first.id,
      text: 'after',
      version: 2,
      commentCount: 1,
      deletedAt: null,
    },
    { id: gone.id, text: 'regretted', deletedAt: expect.any(String) },
  ]);
  expect(lists['post-versions.json']).toMatchObject([
    { postId: first.id, version: 1, text: 'before' },
  ]);
  expect(lists['recent-searches.json']).toMatchObject([{ query: 'what ann looked for' }]);
  expect(lists['comments.json']).toMatchObject([
    { id: answer.id, postId: other.id, text: 'well said' },
  ]);
  expect(lists['likes.json']).toEqual([{ postId: other.id, createdAt: expect.any(String) }]);
  const types = (lists['activities.json'] as { type: string }[]).map(({ type }) => type); // as the contract has it
  expect(types).toEqual(expect.arrayContaining(['member.signed_up', 'post.created', 'post.liked']));
  for (const words of ['written by bob alone', 'a comment by bob', bob.email, bob.handle]) {
    expect(said).not.toContain(words);
  }
});

test('an export holds the pictures as they were uploaded, and nobody else gets them', async ({
  network,
}) => {
  const ann = await network.signUp('ann');
  const file = await readFile(new URL('../../apps/web/src/app/apple-icon.png', import.meta.url));
  const [posted, kept] = await Promise.all([1, 2].map(() => ann.uploadImage(new Blob([file]))));
  if (!posted || !kept) throw new Error('two were uploaded');
  const post = await ann.api.content.post.create.mutate({
    text: 'look',
    images: [{ id: posted.id, alt: '' }],
    idempotencyKey: 'export-with-picture',
  });
  const { lists, files } = await takeEverything(ann);
  expect(lists['images.json']).toHaveLength(2);
  expect(lists['images.json']).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ id: posted.id, ownerId: post.id }),
      expect.objectContaining({ id: kept.id, ownerId: null }),
    ]),
  );
  for (const { id } of [posted, kept]) {
    expect(Buffer.from(files[`images/${id}.png`] ?? []).equals(file)).toBe(true);
  }
  expect(lists['images-missing.json']).toBeUndefined();
  // Outside nobody is led to an original.
  const answer = await fetch(`${network.url}/export/image/${posted.id}`);
  expect(answer.ok).toBe(false);
  expect((await fetch(`${network.imageUrl}/export/image/${posted.id}`)).status).toBe(403);
});

test('what the services keep of a member is nobody’s to ask for from outside', async ({
  network,
}) => {
  const ann = await network.signUp('ann');
  for (const service of ['content', 'activity', 'search', 'image']) {
    for (const procedure of ['export.counts', 'export.page']) {
      const answer = await fetch(`${network.url}/api/${service}/${procedure}`);
      expect(answer.status).toBe(404);
    }
  }
  const headers = { authorization: 'Bearer not-a-token' };
  const refused = await fetch(`${network.url}/api/account/export`, { headers });
  expect([refused.status, refused.headers.get('x-relogin-required')]).toEqual([401, 'true']);
  await ann.session.logOut();
  expect(await ann.downloadExport().catch(failureOf)).toMatchObject({ appCode: 'UNAUTHENTICATED' });
});

test('an aborted download rejects, and the next may begin at once', async ({ network }) => {
  const ann = await network.signUp('ann');
  const leaving = new AbortController();
  const reason = new Error('not now');
  await expect(
    ann.downloadExport({ signal: leaving.signal, onProgress: () => leaving.abort(reason) }),
  ).rejects.toBe(reason);
  await until(
    () => ann.downloadExport().catch((error: unknown) => failureOf(error)?.appCode),
    (outcome) => outcome !== 'EXPORT_RUNNING',
  );
  await until(
    () => ann.api.member.export.progress.query(),
    (progress) => progress === null,
  );
});
