import type { NewEvent } from '@dailyfeed/events/new-event';
import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { recordActivities } from '../src/domain/activity.ts';
import { createPruneEventsJob } from '../src/jobs/prune-events.ts';
import type { Member } from './_harness.ts';
import {
  at,
  commentBy,
  deletionOf,
  editOf,
  likeBy,
  noon,
  postBy,
  startNotifications,
  type World,
} from './_notifications.ts';

// Every order of some events is tried.
vi.setConfig({ testTimeout: 60_000 });

let world: World;
beforeAll(async () => {
  world = await startNotifications();
});
afterAll(() => world[Symbol.asyncDispose]());

test('a deleted post leaves no word of it or of what stands under it, in whatever order its events come, or again', async () => {
  for (const order of ordersOf(['post', 'comment', 'edit', 'deletion'] as const)) {
    const [author, guest, secret] = [world.join(), world.join(), newId()];
    const post = postBy(author, newId(), { text: `${secret} post` });
    const { postId } = post.data;
    const comment = saying(commentBy(guest, { author, postId }), `${secret} comment`);
    const events = {
      post,
      comment,
      edit: editOf(post, { text: `${secret} edit` }),
      deletion: deletionOf(author, postId),
    };
    const kept = commentBy(guest, { author, postId: newId() });
    await hear([kept]);

    await hear(order.map((each) => events[each]));
    expect(await placesOf(secret)).toEqual([]);
    await hear(order.map((each) => events[each]));
    expect(await placesOf(secret)).toEqual([]);
    expect(await placesOf(kept.data.text)).toEqual(['notification_excerpts']);
    const story = ['comment.created: ', `comment.created: ${kept.data.text}`];
    expect((await storyOf(guest)).toSorted()).toEqual(story);
  }
});

test('a deleted comment leaves no word, in whatever order its events come, or again', async () => {
  for (const order of ordersOf(['comment', 'edit', 'deletion'] as const)) {
    const [author, guest, secret] = [world.join(), world.join(), newId()];
    const post = postBy(author, newId(), { text: `${newId()} stays` });
    const comment = saying(commentBy(guest, { author, postId: post.data.postId }), secret);
    const { data } = comment;
    const edit: NewEvent = {
      ...comment,
      type: 'comment.edited',
      data: { ...data, text: `${secret} edit`, version: 2 },
    };
    const deletion: NewEvent = { ...comment, type: 'comment.deleted', data };
    const events = { comment, edit, deletion };
    await hear([post]);
    for (let again = 0; again < 2; again += 1) {
      await hear(order.map((each) => events[each]));
      expect(await placesOf(secret)).toEqual([]);
    }
    expect(await placesOf(post.data.text)).toEqual(['notification_excerpts']);
  }
});

test('a batch that brings a post and its deletion leaves no word', async () => {
  const [author, secret] = [world.join(), newId()];
  const post = postBy(author, newId(), { text: secret });
  await world.tellMany([at(1, deletionOf(author, post.data.postId)), at(0, post)]);
  expect(await placesOf(secret)).toEqual([]);
});

test('words that an older release left in stories go with the post and with the comment', async () => {
  const [author, guest, secret] = [world.join(), world.join(), newId()];
  const post = postBy(author);
  const comments = [0, 1].map(() => commentBy(guest, { author, postId: post.data.postId }));
  await hear([post, ...comments]);
  const activities = await world.deps.db.activities.toRead();
  await activities.updateMany({ postId: post.data.postId }, { $set: { excerpt: secret } });
  const left = () => activities.countDocuments({ excerpt: secret });

  const [first] = comments;
  if (!first) throw new Error('two were made');
  await hear([{ ...first, type: 'comment.deleted' }]);
  expect(await left()).toBe(2);
  await hear([deletionOf(author, post.data.postId)]);
  expect(await left()).toBe(0);
});

test('words that an older release kept without saying under which post go with it once the job has said so', async () => {
  const excerpts = await world.deps.db.excerpts.toRead();
  const [author, guest, secret] = [world.join(), world.join(), newId()];
  const write = async () => {
    const post = postBy(author, newId(), { text: `${secret} post` });
    const { postId } = post.data;
    const comment = saying(commentBy(guest, { author, postId }), `${secret} comment`);
    await hear([post, comment]);
    return { postId, textId: comment.data.commentId };
  };
  const [early, late, kept] = [await write(), await write(), await write()];
  await excerpts.updateMany({ excerpt: { $regex: secret } }, { $unset: { postId: '' } });
  // Nothing says what this was.
  const textId = newId();
  await excerpts.insertOne({
    _id: `${textId}:1`,
    textId,
    version: 1,
    excerpt: `${secret} of nobody`,
    at: new Date(noon),
  });
  const left = async () =>
    (await excerpts.find({ excerpt: { $regex: secret } }).toArray())
      .map(({ textId }) => textId)
      .toSorted();

  await hear([deletionOf(author, early.postId)]);
  expect(await left()).toContain(early.textId);
  const job = createPruneEventsJob({
    db: world.deps.db,
    deadLetters: { removeResolved: () => Promise.resolve(0) },
    retentionDays: 365,
    now: () => new Date(noon + 2 * 86_400_000),
  });
  await job.run(new AbortController().signal);
  const both = [late, kept].flatMap(({ postId, textId }) => [postId, textId]);
  expect(await left()).toEqual(both.toSorted());
  await hear([deletionOf(author, late.postId)]);
  expect(await left()).toEqual([kept.postId, kept.textId].toSorted());
});

test('a story says what its member wrote as it reads at present, also while nobody can say who may read what', async () => {
  const [me, author] = [world.join(), world.join()];
  const post = postBy(me, newId(), { text: 'first words' });
  const theirs = postBy(author, newId(), { text: 'what a day' });
  const comment = saying(commentBy(me, { author, postId: theirs.data.postId }), 'an answer');
  const like = likeBy(me, { author, postId: theirs.data.postId });
  await hear([theirs, post, comment, editOf(post, { text: 'second words' }), like]);
  const told = [
    'post.edited: second words',
    'comment.created: an answer',
    'post.created: second words',
  ];
  expect(await storyOf(me)).toEqual(['post.liked: what a day', ...told]);
  world.members.state.isAway = true;
  expect(await storyOf(me)).toEqual(['post.liked: ', ...told]);
  world.members.state.isAway = false;
});

/** One a minute, by both groups. */
async function hear(events: NewEvent[]): Promise<void> {
  for (const [minute, event] of events.entries()) {
    await recordActivities(world.deps, [at(minute, event)]);
    await world.tell(event, minute);
  }
}

/** The collections in which a document has these words, wherever in it. */
async function placesOf(words: string): Promise<string[]> {
  const db = await world.deps.db.db();
  const found: string[] = [];
  for (const { name } of await db.listCollections().toArray()) {
    const documents = await db.collection(name).find().toArray();
    if (documents.some((document) => JSON.stringify(document).includes(words))) found.push(name);
  }
  return found.toSorted();
}

async function storyOf({ api }: Member): Promise<string[]> {
  const { items } = await api.activity.mine.query({});
  return items.map(({ type, excerpt }) => `${type}: ${excerpt}`);
}

function saying(comment: ReturnType<typeof commentBy>, text: string): ReturnType<typeof commentBy> {
  return { ...comment, data: { ...comment.data, text } };
}

function ordersOf<T>(things: readonly T[]): T[][] {
  if (things.length < 2) return [[...things]];
  return things.flatMap((first, index) =>
    ordersOf(things.toSpliced(index, 1)).map((rest) => [first, ...rest]),
  );
}
