import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { AppError } from '@dailyfeed/contract/errors';
import type { ScreenInput } from '@dailyfeed/contract/screening';
import type { NewEvent } from '@dailyfeed/events/new-event';
import { newId } from '@dailyfeed/service-kit/id';
import { expect, test, vi } from 'vitest';

import { publish, startTestActivity, stores, toEvent } from './_harness.ts';
import { commentBy, editOf, postBy } from './_notifications.ts';

vi.setConfig({ testTimeout: 60_000 });

const picture = { id: newId(), width: 4, height: 3, blurhash: '', isAnimated: false };

test('what the operator’s lists find is told to content, with its version, as often as it takes; the rest is not', async () => {
  await using folder = await createFolder({
    'xx.txt': 'flag ABUSE badword\nhide SPAM 도박판',
    'links.txt': 'hide ILLEGAL evil.example',
  });
  const asked: ScreenInput[] = [];
  let isAway = true;
  await using activity = await startTestActivity(
    { KAFKA_BROKERS: stores().kafkaBrokers, SCREENING_LISTS: folder.path },
    {
      content: {
        screen: async (input) => {
          asked.push(input);
          if (isAway) throw new AppError('UPSTREAM_UNAVAILABLE');
          return 'applied';
        },
      },
    },
  );
  const [author, other] = [activity.newMember(), activity.newMember()];
  const post = postBy(author, newId(), { text: 'BADWORD!', version: 3 });
  const { postId } = post.data;
  const comment = commentBy(other, { author, postId });
  const commentEdit = (given: Partial<typeof comment.data>): NewEvent => ({
    ...comment,
    type: 'comment.edited',
    data: { ...comment.data, ...given },
  });
  const events = [
    post,
    postBy(author, newId(), { text: 'harmless' }),
    // Only what is hidden has something to gain by a harmless text.
    editOf(post, { text: 'harmless', version: 4 }),
    editOf(post, { text: 'harmless', version: 5, hidden: true }),
    { ...comment, data: { ...comment.data, text: 'see https://a.evil.example' } },
    commentEdit({ text: 'harmless', version: 2 }),
    commentEdit({ text: 'harmless', version: 3, hidden: true }),
    editOf(post, { contentWarning: '도박판이다', version: 6 }),
    editOf(post, { images: [{ ...picture, alt: '도박판 사진' }], version: 7 }),
  ];
  await publish(
    activity.topic,
    events.map((event) => toEvent(event)),
  );

  const soon = { timeout: 40_000, interval: 50 };
  await vi.waitFor(() => expect(asked).not.toEqual([]), soon);
  isAway = false;
  const told = (id: string) => [
    ...new Map(asked.filter((each) => each.id === id).map((each) => [each.version, each])).values(),
  ];
  await vi.waitFor(() => expect(told(postId)).toHaveLength(4), soon);
  expect(told(postId)).toEqual([
    { kind: 'post', id: postId, version: 3, outcome: 'flag', reason: 'ABUSE', terms: ['badword'] },
    { kind: 'post', id: postId, version: 5, outcome: 'pass', reason: null, terms: [] },
    { kind: 'post', id: postId, version: 6, outcome: 'hide', reason: 'SPAM', terms: ['도박판'] },
    { kind: 'post', id: postId, version: 7, outcome: 'hide', reason: 'SPAM', terms: ['도박판'] },
  ]);
  const { commentId } = comment.data;
  await vi.waitFor(() => expect(told(commentId)).toHaveLength(2), soon);
  expect(told(commentId)).toMatchObject([
    { kind: 'comment', version: 1, outcome: 'hide', reason: 'ILLEGAL', terms: ['evil.example'] },
    { kind: 'comment', version: 3, outcome: 'pass', reason: null, terms: [] },
  ]);
  expect(new Set(asked.map(({ id }) => id))).toEqual(new Set([postId, commentId]));
  const metrics = await (await fetch(`${activity.url}/metrics`)).text();
  expect(metrics).toMatch(
    /dailyfeed_screened_total\{kind="post",outcome="hide",state="applied".*\} 2/,
  );
});

test('the service does not start with a list that is none', async () => {
  await using folder = await createFolder({ 'en.txt': 'hide SPAM x\nhide EVERYTHING' });
  await expect(startTestActivity({ SCREENING_LISTS: folder.path })).rejects.toThrow(
    'en.txt, line 2',
  );
});

async function createFolder(files: Record<string, string>) {
  const path = await mkdtemp(join(tmpdir(), 'dailyfeed-lists-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}
