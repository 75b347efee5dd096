import { isDeepStrictEqual } from 'node:util';

import type { Dailyfeed } from '@dailyfeed/client';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type Network, type Someone, startNetwork } from '../network.ts';
import { createStores } from '../stores.ts';
import { until } from '../until.ts';
import { attemptNames, attempts, isAllowed } from './attempt.ts';
import type { Surface } from './surface.ts';
import { isShown, surfaceNames, surfaces } from './surfaces.ts';
import { accessOf, type ActorName, actorNames, isLockedOut, stateNames } from './table.ts';
import {
  answeredNames,
  answerOf,
  change,
  createPeople,
  createWorld,
  hear,
  type People,
  type World,
} from './world.ts';

/*
 * Who may see what somebody wrote, tells of themself or did, wherever it could show. One table says what each state of an author or a text leaves
 * to each actor, another to whom a surface would show it at all; every cell is looked up in the whole site.
 */

const stack = new AsyncDisposableStack();
let network: Network;
let people: People;
let visitor: Dailyfeed;
let worlds: World[];

beforeAll(async () => {
  const stores = stack.use(await createStores());
  network = stack.use(await startNetwork({ urls: stores.urls }));
  visitor = network.createClient();
  people = await createPeople(network);
  const states = stateNames.map((state, index) => ({ state, people, index }));
  worlds = await each(states, { atOnce: 3 }, (given) => createWorld(network, given));
  await hear(worlds, people);
  await each(worlds, { atOnce: 3 }, (world) => change(world, people));
  await network.rank();
}, 600_000);
afterAll(() => stack.disposeAsync());

function clientOf(world: World, actor: ActorName): Dailyfeed {
  if (actor === 'anonymous') return visitor;
  return actor === 'author' ? world.author : people[actor];
}

const members = actorNames.filter((name) => name !== 'anonymous');

test('each actor sees of each author on each surface what the tables say, and nothing else', async () => {
  const cells = worlds.flatMap((world) =>
    actorNames.flatMap((actor) =>
      surfaceNames.map((surface) => {
        const isExpected = isShown(world.state, actor, surface);
        const verb = isExpected ? 'sees' : 'does not see';
        const name = `${actor} ${verb} ${world.state}: ${surface}`;
        return { world, actor, surface, isExpected, name };
      }),
    ),
  );
  const wrong = await settle(cells, (some) => {
    const look = createLook();
    return only(some, async ({ isExpected, ...cell }) => (await look(cell)) !== isExpected);
  });
  expect(wrong).toEqual([]);
}, 300_000);

test('who may not read a post can neither like, keep, answer, count nor watch it', async () => {
  const tries = worlds.flatMap((world) =>
    members.flatMap((actor) =>
      attemptNames.map((attempt) => {
        const isExpected = isAllowed(world.state, actor, attempt);
        const name = `${actor} ${isExpected ? 'may' : 'may not'} ${attempt}: ${world.state}`;
        return { world, actor, attempt, isExpected, name };
      }),
    ),
  );
  const wrong = await settle(tries, (some) =>
    only(some, async ({ world, actor, attempt, isExpected }) => {
      const { api } = clientOf(world, actor);
      const answer = await answerOf<unknown>(() => attempts[attempt].make(api, world));
      return (answer !== undefined) !== isExpected;
    }),
  );
  expect(wrong).toEqual([]);
}, 300_000);

test('a picture opens to whoever may see its post, by the address that the post gives them, and to nobody else by any', async () => {
  const opens = async (path: string): Promise<boolean> => {
    const answer = await fetch(`${network.url}${path}`);
    await answer.body?.cancel();
    return answer.ok;
  };
  const looks = worlds.flatMap((world) => {
    const path = `/api/image/${world.imageId}/medium`;
    const bare = {
      name: `${world.state}: by its bare address`,
      isExpected: isShown(world.state, 'anonymous', 'post page'),
      look: () => opens(path),
    };
    const given = actorNames.map((actor) => ({
      name: `${world.state}: as ${actor} is given it`,
      isExpected: isShown(world.state, actor, 'post page'),
      look: async () => {
        const { timeline } = clientOf(world, actor).api;
        const post = await answerOf(() => timeline.post.byId.query({ id: world.postId }));
        const image = post?.value.images[0];
        return image !== undefined && opens(image.token ? `${path}?token=${image.token}` : path);
      },
    }));
    return [bare, ...given];
  });
  const wrong = await settle(looks, (some) =>
    only(some, async ({ isExpected, look }) => (await look()) !== isExpected),
  );
  expect(wrong).toEqual([]);
}, 300_000);

test('a notice of follows names and counts those one may meet', async () => {
  const readTold = () =>
    Promise.all(
      answeredNames.map(async (actor) => {
        const { activity } = people[actor].api;
        const { items } = await activity.notification.list.query({ kind: 'follow' });
        return { actor, count: items.reduce((sum, { actorCount }) => sum + actorCount, 0) };
      }),
    );
  const expected = answeredNames.map((actor) => ({
    actor,
    count: stateNames.filter((state) => accessOf(state, actor, 'name') === 'all').length,
  }));
  await expect.poll(readTold, { timeout: 90_000 }).toEqual(expected);
}, 300_000);

test('of trends everybody is told the same: of a tag, the posts and authors that everybody may read', async () => {
  const { search } = visitor.api.search;
  const posts = worlds.map(({ state, sharedTag: tag }) => ({
    tag,
    postCount: accessOf(state, 'anonymous', 'post') === 'none' ? 1 : 2,
  }));
  // What trends is remembered for a while: only once the index has heard of everything.
  await until(
    () => search.tags.query({ query: 'shared' }),
    ({ items }) => posts.every((post) => items.some((item) => isDeepStrictEqual(item, post))),
  );
  const trends = await Promise.all(
    actorNames
      .filter((actor) => actor !== 'author')
      .map((actor) =>
        (actor === 'anonymous' ? visitor : people[actor]).api.search.search.trends.query(),
      ),
  );
  // One author makes no trend, and who wrote the other post is the same everywhere.
  const shown = posts.filter(({ postCount }) => postCount === 2).map(({ tag }) => tag);
  for (const { items } of trends) {
    expect(items.map(({ tag }) => tag).toSorted()).toEqual(shown);
    expect(items.every(({ authorCount }) => authorCount === 2)).toBe(true);
  }
}, 300_000);

test('a stream tells of no more than the list shows', async () => {
  // What comes between the two is in one of them only.
  const readDifferent = async () => {
    const told = await Promise.all(
      Object.entries(people).map(async ([name, { api }]) => {
        const { items } = await api.activity.notification.list.query({ limit: 100 });
        const unread = items.filter(({ isRead }) => !isRead).length;
        return { name, unread, count: await firstCount(api) };
      }),
    );
    return told.filter(({ unread, count }) => unread !== count);
  };
  await expect.poll(readDifferent, { timeout: 90_000 }).toEqual([]);
}, 300_000);

test('no export holds what somebody else wrote, and one’s own holds what one wrote', async () => {
  const wordsIn = async (someone: Someone): Promise<string[]> => {
    const { blob } = await someone.downloadExport();
    const files = unzipSync(new Uint8Array(await blob.arrayBuffer()));
    const said = Object.values(files).map((file) => strFromU8(file));
    return worlds.filter(({ word }) => said.join('\n').includes(word)).map(({ word }) => word);
  };
  const authors = worlds.filter(({ state }) => !isLockedOut(state));
  expect(await Promise.all(Object.values(people).map(wordsIn))).toEqual(
    Object.values(people).map(() => []),
  );
  expect(await Promise.all(authors.map(({ author }) => wordsIn(author)))).toEqual(
    authors.map(({ word }) => [word]),
  );
}, 300_000);

/** What a member's stream says of the bell when it begins. */
async function firstCount(api: Dailyfeed['api']): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const stream = api.activity.stream.member.subscribe(undefined, {
    onData: ({ data }) => {
      if (data.type === 'unread') resolve(data.count);
    },
    onError: reject,
  });
  return promise.finally(() => stream.unsubscribe());
}

/**
 * Names what stays wrong. What an event takes back may take a moment, and a write does not wait for a slow answer about
 * its author; what is as it should be is not asked for again.
 */
async function settle<T extends { name: string }>(
  cells: T[],
  wrongAmong: (some: T[]) => Promise<T[]>,
): Promise<string[]> {
  const deadline = performance.now() + 60_000;
  let open = cells;
  let turns = 0;
  do {
    open = await wrongAmong(open);
    turns += 1;
    // The first look at all of them may take longer than that.
  } while (open.length > 0 && (turns < 4 || performance.now() < deadline));
  return open.map(({ name }) => name);
}

/** Looks whether an actor is shown an author's words; what holds those of all authors is asked for once. */
function createLook() {
  const answersOf = new Map<Surface['look'], Map<string, Promise<string>>>();
  return async (cell: {
    world: World;
    actor: ActorName;
    surface: (typeof surfaceNames)[number];
  }): Promise<boolean> => {
    const { world, actor } = cell;
    const surface: Surface = surfaces[cell.surface];
    const answers = answersOf.get(surface.look) ?? new Map<string, Promise<string>>();
    answersOf.set(surface.look, answers);
    const isOfWorld = surface.of === 'world' || actor === 'author';
    const key = `${actor}/${isOfWorld ? world.state : ''}`;
    const answer = answers.get(key) ?? seen(() => surface.look(clientOf(world, actor).api, world));
    answers.set(key, answer);
    return (await answer).includes(surface.mark(world));
  };
}

/** The answer as text; empty where there is nothing for this reader. */
async function seen(call: () => Promise<unknown>): Promise<string> {
  const answer = await answerOf(call);
  return answer ? JSON.stringify(answer) : '';
}

/** Those for which it is so. */
async function only<T>(items: T[], is: (item: T) => Promise<boolean>): Promise<T[]> {
  const answers = await each(items, { atOnce: 6 }, is);
  return items.filter((_, index) => answers[index]);
}

/** What becomes of each, a few at a time: all the services share one process here. */
async function each<T, R>(
  items: T[],
  { atOnce }: { atOnce: number },
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += atOnce) {
    results.push(...(await Promise.all(items.slice(start, start + atOnce).map(work))));
  }
  return results;
}
