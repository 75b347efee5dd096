import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';

import { createDailyfeed, type Dailyfeed } from '@dailyfeed/client';

import { people } from './demo/people.ts';
import { posts } from './demo/posts.ts';
import { demoPassword } from './demo/world.ts';
import { defaultPort } from './ports.ts';
import { findRunningSite } from './running-site.ts';
import { toPublicOrigin } from './service-env.ts';

const usage = `npm run seed -- --members 100 [--posts 5] [--follows 10] [--url http://localhost:8080]

Signs members up at a running dailyfeed, lets them follow each other, post and like, through the public API.
Without --url, the one of this clone.`;

const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '20' },
    posts: { type: 'string', default: '5' },
    follows: { type: 'string', default: '10' },
    url: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
/** As many sign-ups at once as keep two cores busy hashing passwords. */
const atOnce = 4;

if (values.help) {
  console.log(usage);
} else {
  await seed({
    url: values.url ?? (await findRunningSite())?.publicOrigin ?? toPublicOrigin(defaultPort),
    members: toCount('members', values.members),
    posts: toCount('posts', values.posts),
    follows: toCount('follows', values.follows),
  });
}

type Grown = { client: Dailyfeed; id: string; postIds: string[] };

async function seed(args: { url: string; members: number; posts: number; follows: number }) {
  const startedAt = performance.now();
  const grown: Grown[] = [];
  await inTurns(args.members, async (index) => {
    grown.push(await join(args, index));
    if (grown.length % 50 === 0) console.log(`${grown.length} of ${args.members} members`);
  });
  await inTurns(grown.length, async (index) => socialise(grown, index, args.follows));
  for (const { client } of grown) client.close();
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.log(`${grown.length} members with ${args.posts} posts each, in ${seconds} s.`);
  console.log(`Each logs in with the password ${demoPassword}.`);
}

/** Signs one member up and lets them write. */
async function join(args: { url: string; posts: number }, index: number): Promise<Grown> {
  const client = createDailyfeed({ baseUrl: args.url });
  const model = pick(people, index);
  const handle = `${model.handle}_${randomUUID().slice(0, 8)}`;
  const me = await client.session.signUp({
    email: `${handle}@demo.example`,
    password: demoPassword,
    handle,
    displayName: model.displayName,
    bio: model.bio,
    language: model.language,
  });
  const postIds: string[] = [];
  const texts = posts[model.handle] ?? [];
  for (let count = 0; count < args.posts; count += 1) {
    const [, text] = pick(texts, Math.floor(Math.random() * texts.length));
    const post = await client.api.content.post.create.mutate({
      text,
      idempotencyKey: randomUUID(),
    });
    postIds.push(post.id);
  }
  return { client, id: me.id, postIds };
}

/** Lets one member follow some others and like a post of each. */
async function socialise(grown: readonly Grown[], index: number, follows: number): Promise<void> {
  const { client, id } = pick(grown, index);
  const others = grown.filter((other) => other.id !== id);
  for (let count = 0; count < Math.min(follows, others.length); count += 1) {
    // Squaring favours those who came first: a few are followed by many.
    const other = pick(others, Math.floor(Math.random() ** 2 * others.length));
    await client.api.member.follow.follow.mutate({ memberId: other.id });
    const [postId] = other.postIds;
    if (postId !== undefined) await client.api.content.post.like.mutate({ id: postId });
  }
}

/** Does `count` things, a few at once. */
async function inTurns(count: number, action: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      await action(index);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

function pick<T>(list: readonly T[], index: number): T {
  const item = list[index % list.length];
  if (item === undefined) throw new RangeError('Nothing to pick from');
  return item;
}

function toCount(name: string, text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 0)
    throw new Error(`--${name} takes a number\n\n${usage}`);
  return count;
}
