import { randomUUID } from 'node:crypto';

import { expect } from 'vitest';

import { bell } from './_bell.ts';
import { intercept, readMessages, test } from './_browser.ts';
import { startConversation } from './_conversation.ts';
import { setVisibility } from './_visibility.ts';

const isOf = (procedure: string) => (message: { url(): string }) =>
  message.url().includes(procedure);

test('counters that the stream did not tell of are there when the page asks again', async ({
  site,
}) => {
  const { ann, bob, postId, say } = await startConversation(site);
  const page = await site.openAs(ann, '/discover');
  await page.clock.install();
  await page.route('**/stream.member*', (route) => route.abort());
  const read = ['post.watch', 'post.byId'].map((name) => page.waitForResponse(isOf(name)));
  await page.goto(`/p/${postId}`);
  await Promise.all(read);
  await page.getByRole('textbox').first().waitFor();
  await say(bob, 'I did');

  const count = page.getByText('1 comment', { exact: true });
  expect(await count.count()).toBe(0);
  await page.clock.fastForward(30_000);
  await count.first().waitFor();
});

test('counters that a stream which begins late has not told of are asked for when it begins', async ({
  site,
}) => {
  const { ann, bob, postId, say } = await startConversation(site);
  const page = await site.openAs(ann, '/robots.txt');
  // What is asked for again and again would come by itself.
  await page.addInitScript('window.setInterval = () => 0');
  const letBe = await intercept(page, '**/stream.member*', (route) => route.abort());
  const read = ['post.watch', 'post.byId'].map((name) => page.waitForResponse(isOf(name)));
  await page.goto(`/p/${postId}`);
  await Promise.all(read);
  await say(bob, 'I did');
  await expect
    .poll(async () => (await ann.api.timeline.post.byId.query({ id: postId })).commentCount)
    .toBe(1);
  const count = page.getByText('1 comment', { exact: true });
  expect(await count.count()).toBe(0);
  letBe();
  await count.first().waitFor();
});

test('a page that nobody looks at does not say that its reader is here, and tells of new posts when they are', async ({
  site,
}) => {
  const words = await readMessages('en');
  const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
  await ann.api.member.follow.follow.mutate({ memberId: bob.memberId });
  const write = (text: string) =>
    ann.api.content.post.create.mutate({ text, idempotencyKey: randomUUID() });
  const [heron, crane] = [await write('Who saw the heron?'), await write('And the crane?')];
  const asked: string[] = [];
  const page = await site.openAs(ann, '/');
  await page.getByText('Who saw the heron?').waitFor();
  // The stream has begun.
  await bob.api.content.post.like.mutate({ id: heron.id });
  await bell(page, words, 1).waitFor();
  await setVisibility(page, 'hidden');
  page.on('request', (request) => asked.push(request.url()));
  await bob.api.content.post.create.mutate({ text: 'At dawn', idempotencyKey: randomUUID() });
  await expect
    .poll(async () => (await ann.api.timeline.feed.following.query({})).items.length)
    .toBe(3);
  // What comes over the stream after the word of the post.
  await bob.api.content.post.like.mutate({ id: crane.id });
  await bell(page, words, 2).waitFor();
  expect(asked.filter((url) => url.includes('feed.head'))).toEqual([]);

  await setVisibility(page, 'visible');
  await page.getByRole('button', { name: '1 new post', exact: true }).waitFor();
});

test('a stream that is refused for a reason of the moment is asked for again', async ({ site }) => {
  const words = await readMessages('en');
  const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
  const { id } = await ann.api.content.post.create.mutate({
    text: 'Who saw the heron?',
    idempotencyKey: randomUUID(),
  });
  const page = await site.openAs(ann, '/discover');
  await page.route('**/stream.member*', (route) => route.fulfill({ status: 403 }), { times: 1 });
  const refused = page.waitForResponse(
    (answer) => isOf('stream.member')(answer) && answer.status() === 403,
  );
  const opened = page.waitForResponse((answer) => isOf('stream.member')(answer) && answer.ok());
  await page.goto('/discover');
  await Promise.all([refused, opened]);
  await bob.api.content.post.like.mutate({ id });
  await bell(page, words, 1).waitFor();
});

test('what is told while the first look for news is on its way is looked for again', async ({
  site,
}) => {
  const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
  await bob.api.member.follow.follow.mutate({ memberId: ann.memberId });
  const write = (text: string) =>
    ann.api.content.post.create.mutate({ text, idempotencyKey: crypto.randomUUID() });
  await write('Before');
  const page = await site.openAs(bob, '/discover');
  const [looked, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  await page.route(
    /feed\.head/,
    async (route) => {
      const response = await route.fetch();
      looked.resolve();
      await held.promise;
      // The page may have let go of it.
      await route.fulfill({ response }).catch(() => undefined);
    },
    { times: 1 },
  );
  const streaming = page.waitForResponse((answer) => answer.url().includes('stream.member'));
  await page.goto('/');
  await Promise.all([looked.promise, streaming]);
  await write('After');
  await page.getByRole('button', { name: '1 new post', exact: true }).waitFor();
  held.resolve();
});

test('a request to follow that is told of while their number is asked for first is counted', async ({
  site,
}) => {
  const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
  await ann.api.member.profile.setVisibility.mutate({ visibility: 'FOLLOWERS' });
  // Where nothing is asked for yet.
  const page = await site.openAs(ann, '/robots.txt');
  const [counted, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const isCount = (url: URL): boolean => url.pathname.includes('follow.requestCount');
  const letBe = await intercept(page, isCount, async (route) => {
    letBe();
    const response = await route.fetch();
    counted.resolve();
    await held.promise;
    // The page may have let go of it.
    await route.fulfill({ response }).catch(() => undefined);
  });
  const streaming = page.waitForResponse(isOf('stream.member'));
  await page.goto('/discover');
  await Promise.all([counted.promise, streaming]);
  await bob.api.member.follow.follow.mutate({ memberId: ann.memberId });
  await bell(page, await readMessages('en'), 1).waitFor();
  // Who she is may come in the same answer.
  held.resolve();
  await page
    .getByRole('button', { name: `Menu of ann @${ann.handle}, 1 request to follow you` })
    .waitFor();
});
