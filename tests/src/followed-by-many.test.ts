import type { StreamMessage } from '@dailyfeed/contract/stream';
import { expect, test } from 'vitest';

import { type Someone, startNetwork } from './network.ts';
import { createStores } from './stores.ts';
import { until } from './until.ts';

test('a post of an author whom too many follow is told on the open pages of their followers', async () => {
  await using stores = await createStores();
  await using network = await startNetwork({ urls: stores.urls, fanOutFollowerMax: 1 });
  const [ann, bob, eve, kim] = await Promise.all([
    network.signUp('ann'),
    network.signUp('bob'),
    network.signUp('eve'),
    network.signUp('kim'),
  ]);
  for (const each of [bob, eve]) {
    await each.api.member.follow.follow.mutate({ memberId: ann.memberId });
  }
  const pages = await Promise.all([bob, eve, kim].map(openPage));
  const counts = () => pages.map(({ feeds }) => feeds());
  await write(ann);
  await until(
    async () => counts(),
    ([ofBob = 0, ofEve = 0]) => ofBob > 0 && ofEve > 0,
    30_000,
  );
  expect((await bob.api.timeline.feed.following.query({})).items).toHaveLength(1);
  expect(pages[2]?.feeds()).toBe(0);

  // Without an event of the follow having to arrive first.
  await kim.api.member.follow.follow.mutate({ memberId: ann.memberId });
  await write(ann);
  await until(
    async () => pages[2]?.feeds() ?? 0,
    (count) => count > 0,
    30_000,
  );
  for (const page of pages) page.close();
});

async function write(author: Someone): Promise<void> {
  await author.api.content.post.create.mutate({
    text: 'Hello',
    idempotencyKey: crypto.randomUUID(),
  });
}

/** A page whose stream hears what happens; how often it was told to look for posts since. */
async function openPage({ api }: Someone) {
  let feeds = -1;
  const begun = Promise.withResolvers<void>();
  const stream = api.activity.stream.member.subscribe(undefined, {
    onData: ({ data }: { data: StreamMessage }) => {
      if (data.type !== 'feed') return;
      feeds += 1;
      // The first says that it hears from here on.
      begun.resolve();
    },
    onError: begun.reject,
  });
  await begun.promise;
  return { feeds: () => feeds, close: () => stream.unsubscribe() };
}
