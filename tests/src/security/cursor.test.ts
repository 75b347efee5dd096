import { afterAll, beforeAll, expect, test } from 'vitest';

import { type Network, type Someone, startNetwork } from '../network.ts';
import { createStores } from '../stores.ts';
import { until } from '../until.ts';
import { type Answer, call } from './call.ts';
import { tokenOf } from './people.ts';
import { problemOf } from './problem.ts';
import { type Procedure, type ProcedurePath, reachable, schemaOf } from './procedures.ts';

/*
 * Cursors are written openly, so anybody can write one. What a forged one names decides nothing but where a page
 * begins: every list is asked with its own cursor, whose place is spoilt part by part.
 */

const stack = new AsyncDisposableStack();
const faults: string[] = [];
let network: Network;
let world: World;

beforeAll(async () => {
  const stores = stack.use(await createStores());
  network = stack.use(
    await startNetwork({
      urls: stores.urls,
      onLogLine: (line) => {
        if (line.includes('"level":"error"')) faults.push(line);
      },
    }),
  );
  world = await createWorld();
});
afterAll(() => stack.disposeAsync());

/** Two of everything that Ann, who is an admin, can page through. */
type World = {
  annId: string;
  bobId: string;
  annsPostId: string;
  bobsPostId: string;
  token: string;
};

/** What each list is asked with: an input for each order it has. */
const lists: Partial<Record<ProcedurePath, (world: World) => object[]>> = {
  'member.admin.members': () => [{}],
  'member.admin.actions': () => [{}],
  'member.follow.requests': () => [{}],
  'member.follow.followers': ({ bobId }) => [{ memberId: bobId }],
  'member.follow.followings': ({ annId }) => [{ memberId: annId }],
  'member.block.list': () => [{}],
  'member.mute.list': () => [{}],
  'content.post.history': ({ annsPostId }) => [{ id: annsPostId }],
  'content.draft.list': () => [{}],
  'content.report.list': () => [{}],
  'content.report.actions': () => [{}],
  'timeline.comment.byAuthor': ({ annId }) => [{ authorId: annId }],
  'timeline.feed.following': () => [{}, { sort: 'mostCommented' }, { sort: 'topSinceLastVisit' }],
  'timeline.feed.recent': () => [{}],
  'timeline.feed.byAuthor': ({ bobId }) => [{ authorId: bobId }],
  'timeline.feed.tag': () => [{ tag: 'cursor' }],
  'timeline.feed.popular': () => [{}],
  'timeline.feed.mostCommented': () => [{ window: 'all' }],
  'timeline.feed.mine': () => [{}],
  'timeline.feed.liked': () => [{}],
  'timeline.feed.bookmarked': () => [{}],
  'timeline.post.comments': ({ bobsPostId }) => [{ postId: bobsPostId }],
  'activity.activity.mine': () => [{}],
  'activity.activity.following': () => [{}],
  'activity.notification.list': () => [{}],
  // Nothing fails here, and what fails is listed for admins alone.
  'activity.deadLetter.list': () => [],
  'search.search.posts': () => [{ query: 'cursorword' }, { query: 'cursorword', sort: 'newest' }],
  'search.search.comments': () => [{ query: 'cursorword' }],
  'search.search.members': () => [{ query: 'cursorname' }],
  'search.search.tags': () => [{ query: '#cursor' }],
};

const atOnce = 6;

const paged = reachable.filter(
  ({ input }) => input !== undefined && 'cursor' in (schemaOf(input).properties ?? {}),
);

/** In the place of a part of a place: what no list has, or no column takes. */
const spoils: unknown[] = [
  null,
  true,
  -1,
  0.5,
  2 ** 31,
  2 ** 53,
  1e308,
  '',
  '\0',
  'x',
  '9'.repeat(40),
  '0000-01-01T00:00:00.000Z',
  '-271821-04-20T00:00:00.000Z',
  '+275760-09-13T00:00:00.000Z',
  '2026-02-30T00:00:00.000Z',
  'FFFFFFFF-FFFF-4FFF-8FFF-FFFFFFFFFFFF',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  [],
  { $gt: '' },
];

test('every list that is paged through is in the table', () => {
  expect(paged.map(({ path }) => path).toSorted()).toEqual(Object.keys(lists).toSorted());
});

test.each(paged)('a forged cursor of $path is refused, or names a place', async (procedure) => {
  const problems: string[] = [];
  for (const input of lists[procedure.path]?.(world) ?? []) {
    problems.push(...(await forge(procedure, input)));
  }
  expect([...problems, ...faults.splice(0)]).toEqual([]);
});

/** What is wrong with the answers to cursors like the list's own. */
async function forge(procedure: Procedure, input: object): Promise<string[]> {
  const genuine = await nextCursorOf(procedure, input);
  const { l, p } = JSON.parse(Buffer.from(genuine, 'base64url').toString()) as Written;
  const places = placesFrom(p).map((place) => write({ l, p: place }));
  const never = [write({ l: `${l}x`, p }), `${genuine}=`, genuine.slice(0, -3)];
  const ask = async (cursor: string, isRight: (answer: Answer) => boolean): Promise<string[]> => {
    const sent = { ...input, cursor, limit: 1 };
    const answer = await call(network.url, procedure, { input: sent, token: world.token });
    const problem = problemOf(answer) ?? (isRight(answer) ? undefined : answer.text);
    return problem === undefined
      ? []
      : [`${Buffer.from(cursor, 'base64url').toString()}: ${problem}`];
  };
  const isRefused = ({ appCode }: Answer): boolean => appCode === 'CURSOR_INVALID';
  const asked = [
    ...places.map((cursor) => ({
      cursor,
      isRight: (answer: Answer) => answer.status === 200 || isRefused(answer),
    })),
    ...never.map((cursor) => ({ cursor, isRight: isRefused })),
  ];
  const found: string[] = [];
  // No more at once than the stores have connections for.
  for (let first = 0; first < asked.length; first += atOnce) {
    const some = asked.slice(first, first + atOnce);
    const answers = await Promise.all(some.map(({ cursor, isRight }) => ask(cursor, isRight)));
    found.push(...answers.flat());
  }
  return found;
}

/** What a cursor says; `encodeCursor` writes it. */
type Written = { l: string; p: unknown };

function write(written: Written): string {
  return Buffer.from(JSON.stringify(written)).toString('base64url');
}

/** `place`, each part of it spoilt in each way; then all of it. */
function placesFrom(place: unknown): unknown[] {
  if (typeof place !== 'object' || place === null) return spoils;
  const parts = Object.keys(place).flatMap((key) =>
    spoils.map((bad) =>
      Array.isArray(place) ? Object.assign([...place], { [key]: bad }) : { ...place, [key]: bad },
    ),
  );
  return [...parts, ...spoils];
}

/** The cursor a list gives out itself, as soon as what was written has arrived in it. */
async function nextCursorOf(procedure: Procedure, input: object): Promise<string> {
  const read = async () => {
    const { data } = await call(network.url, procedure, {
      input: { ...input, limit: 1 },
      token: world.token,
    });
    return Object(data).nextCursor as unknown;
  };
  return String(await until(read, (cursor) => typeof cursor === 'string'));
}

async function createWorld(): Promise<World> {
  const [ann, bob, cleo, eve] = await Promise.all(
    ['ann', 'bob', 'cleo', 'eve'].map((name) => network.signUp(name)),
  );
  if (!ann || !bob || !cleo || !eve) throw new Error('four have signed up');
  await network.makeAdmin(ann);
  const token = await tokenOf(network, ann);
  const follow = (from: Someone, to: Someone) =>
    from.api.member.follow.follow.mutate({ memberId: to.memberId });
  for (const [from, to] of [
    [ann, bob],
    [ann, cleo],
    [bob, cleo],
    [cleo, bob],
  ] as const) {
    await follow(from, to);
  }
  for (const each of [bob, cleo, eve]) {
    await each.api.member.profile.update.mutate({ displayName: `cursorname ${each.handle}` });
  }
  const posts: { id: string; author: Someone }[] = [];
  for (const [index, author] of [ann, ann, bob, bob, cleo, cleo].entries()) {
    const { id } = await author.api.content.post.create.mutate({
      text: `cursorword #cursor #cursor${index}`,
      idempotencyKey: `cursor-post-${index}`,
    });
    posts.push({ id, author });
  }
  const idOf = (author: Someone): string => posts.find((post) => post.author === author)?.id ?? '';
  const annsPostId = idOf(ann);
  const bobsPostId = idOf(bob);
  for (const version of [1, 2, 3]) {
    await ann.api.content.post.edit.mutate({ id: annsPostId, text: `edit ${version}`, version });
  }
  for (const index of [1, 2]) {
    const of = { postId: bobsPostId, text: `cursorword ${index}` };
    await ann.api.content.comment.create.mutate({ ...of, idempotencyKey: `ann-says-${index}` });
    await ann.api.content.draft.save.mutate({ id: crypto.randomUUID(), text: 'draft', version: 0 });
  }
  for (const { id, author } of posts.filter((post) => post.author !== ann)) {
    await ann.api.content.post.like.mutate({ id });
    await ann.api.content.post.bookmark.mutate({ id });
    await (author === bob ? cleo : bob).api.content.post.report.mutate({ id, reason: 'SPAM' });
  }
  await bob.api.content.post.like.mutate({ id: annsPostId });
  await cleo.api.content.comment.create.mutate({
    postId: annsPostId,
    text: 'hello',
    idempotencyKey: 'cleo-answers-ann',
  });
  // Whoever is not met is in no list but these.
  const strangers = await Promise.all(
    ['a', 'b', 'c', 'd', 'e'].map((name) => network.signUp(name)),
  );
  for (const { memberId } of strangers.slice(0, 2)) {
    await ann.api.member.block.block.mutate({ memberId });
  }
  for (const { memberId } of strangers.slice(2, 4)) {
    await ann.api.member.mute.mute.mutate({ memberId, until: null });
  }
  for (const { memberId } of strangers.slice(4)) {
    await ann.api.member.admin.disable.mutate({ memberId, reason: 'spam' });
    await ann.api.member.admin.enable.mutate({ memberId });
  }
  await ann.api.member.profile.setVisibility.mutate({ visibility: 'FOLLOWERS' });
  for (const each of [bob, eve]) await follow(each, ann);
  for (const id of posts.filter(({ author }) => author === bob).map((post) => post.id)) {
    await ann.api.content.report.resolve.mutate({ kind: 'post', id, action: 'dismiss' });
  }
  await network.rank();
  return { annId: ann.memberId, bobId: bob.memberId, annsPostId, bobsPostId, token };
}
