import { randomUUID } from 'node:crypto';

import { type Dailyfeed, failureOf } from '@dailyfeed/client';
import type { NotificationKind } from '@dailyfeed/contract/notification';

import { type Network, password, type Someone } from '../network.ts';
import { onePixel } from '../one-pixel.ts';
import { until } from '../until.ts';
import type { ActorName, State } from './table.ts';

export type Api = Dailyfeed['api'];
export type People = Record<Exclude<ActorName, 'author' | 'anonymous'> | 'third', Someone>;

/** Whom an author answers. */
export const answeredNames = ['stranger', 'follower', 'blocked', 'muter'] as const;
/** What the handles of all authors begin with, what all bios hold, and what all tags begin with. */
export const authorName = 'author';
export const bioWord = 'allisay';
export const tagName = 'matrix';

/** What there is of one author: a post, a comment under somebody else's, a bio, a draft, and what they said to others. */
export type World = {
  state: State;
  author: Someone;
  postId: string;
  commentId: string;
  /** The post of a third one that the author has commented on. */
  openId: string;
  /** Who wrote it, and whom the author follows. */
  thirdId: string;
  /** Who has commented on the post, where they could. */
  answererId: string;
  /** The post's picture. */
  imageId: string;
  draftId: string;
  /** In the post, the comment, the draft and the bio, and nowhere else. */
  word: string;
  /** In each answer to what others wrote, and nowhere else. */
  told: string;
  /** Of the post alone. */
  tag: string;
  /** Of the post, and of the one that the author has commented on. */
  sharedTag: string;
};

export async function createPeople(network: Network): Promise<People> {
  const [stranger, follower, asking, blocked, blocker, muter, third, admin] = await Promise.all([
    network.signUp('stranger'),
    network.signUp('follower'),
    network.signUp('asking'),
    network.signUp('blocked'),
    network.signUp('blocker'),
    network.signUp('muter'),
    network.signUp('third'),
    network.signUp('admin'),
  ]);
  await network.makeAdmin(admin);
  await admin.session.logIn({ email: admin.email, password });
  return { stranger, follower, asking, blocked, blocker, muter, third, admin };
}

/** Everybody likes and keeps it as far as they can, before `change` makes it what `state` says. */
export async function createWorld(
  network: Network,
  { state, people, index }: { state: State; people: People; index: number },
): Promise<World> {
  const { third, ...others } = people;
  const [word, told] = [`secret${index}word`, `told${index}word`];
  const [tag, sharedTag] = [`${tagName}${index}tag`, `shared${index}tag`];
  const author = await network.signUp(`${authorName}${index}`);
  const target = { memberId: author.memberId };
  const { member, content } = author.api;
  for (const one of [people.follower, people.muter]) {
    await one.api.member.follow.follow.mutate(target);
    // The first who wishes for something waits until there is a place for wishes.
    await answerOf(() => one.api.activity.notification.subscribe.mutate(target));
  }
  const visibility = visibilityOf(state);
  await member.profile.setVisibility.mutate({ visibility });
  await answerOf(() => people.asking.api.member.follow.follow.mutate(target));

  await member.profile.update.mutate({ bio: `${word} ${bioWord}` });
  const answered = answeredNames.map((name) => people[name]);
  for (const { memberId } of [third, ...answered]) {
    await member.follow.follow.mutate({ memberId });
  }
  const mentions = Object.values(others).map(({ handle }) => `@${handle}`);
  const { id: imageId } = await author.uploadImage(onePixel);
  const post = await content.post.create.mutate({
    text: `${word} #${tag} #${sharedTag} ${mentions.join(' ')}`,
    images: [{ id: imageId, alt: 'one red pixel' }],
    idempotencyKey: `matrix-post-${index}`,
  });
  const open = await third.api.content.post.create.mutate({
    text: `open to all #${sharedTag}`,
    idempotencyKey: `matrix-open-${index}`,
  });
  const comment = await content.comment.create.mutate({
    postId: open.id,
    text: `${word} said`,
    idempotencyKey: `matrix-comment-${index}`,
  });
  const reply = { postId: post.id, text: 'reply', idempotencyKey: `matrix-reply-${index}` };
  await content.comment.create.mutate(reply);
  for (const { api } of Object.values(others)) {
    await answerOf(() => api.content.post.like.mutate({ id: post.id }));
    await answerOf(() => api.content.post.bookmark.mutate({ id: post.id }));
  }
  const { follower } = people;
  await answerOf(() => follower.api.content.comment.create.mutate({ ...reply, text: 'answer' }));
  await answerOf(() => follower.api.content.post.report.mutate({ id: post.id, reason: 'OTHER' }));
  for (const other of answered) {
    await answer(author, { other, openId: open.id, told, index });
  }
  const draftId = randomUUID();
  await content.draft.save.mutate({ id: draftId, text: `${word} to come`, version: 0 });
  const ids = { imageId, postId: post.id, commentId: comment.id, openId: open.id, draftId };
  const whose = { thirdId: third.memberId, answererId: follower.memberId };
  return { state, author, ...ids, ...whose, word, told, tag, sharedTag };
}

/** Comments on a post that another writes, likes their comment, and replies to it. */
async function answer(
  author: Someone,
  args: { other: Someone; openId: string; told: string; index: number },
): Promise<void> {
  const { other, openId, told, index } = args;
  const { id: postId } = await other.api.content.post.create.mutate({
    text: 'what do you think?',
    idempotencyKey: `matrix-asked-${index}`,
  });
  const asked = await other.api.content.comment.create.mutate({
    postId: openId,
    text: 'asked',
    idempotencyKey: `matrix-asked-comment-${index}`,
  });
  const { comment } = author.api.content;
  await comment.create.mutate({ postId, text: `${told} said`, idempotencyKey: randomUUID() });
  await comment.create.mutate({
    postId: openId,
    parentId: asked.id,
    text: `${told} replied`,
    idempotencyKey: randomUUID(),
  });
  await comment.like.mutate({ id: asked.id });
}

/** All that was told has been heard: nothing is taken back before. */
export async function hear(worlds: World[], people: People): Promise<void> {
  // Events wait their turn on a busy machine.
  const soonMs = 90_000;
  const others = answeredNames.map((name) => people[name]);
  const hasHeard = (one: Someone, kind: NotificationKind, marks: string[]): Promise<unknown> =>
    until(
      () => one.api.activity.notification.list.query({ limit: 100, kind }),
      (page) => marks.every((mark) => JSON.stringify(page).includes(mark)),
      soonMs,
    );
  const open = worlds.filter(({ state }) => visibilityOf(state) === 'PUBLIC');
  for (const other of others) {
    const told = open.map((world) => world.told);
    await hasHeard(
      other,
      'mention',
      open.map(({ word }) => word),
    );
    await hasHeard(other, 'comment', told);
    await hasHeard(other, 'reply', told);
    await hasHeard(
      other,
      'like',
      worlds.map(({ author }) => author.handle),
    );
  }
  const readable = worlds.filter(({ state }) => visibilityOf(state) !== 'PRIVATE');
  await hasHeard(
    people.follower,
    'post',
    readable.map(({ word }) => word),
  );
  for (const { author, word } of worlds) {
    await until(
      () => author.api.search.search.posts.query({ query: word }),
      ({ items }) => items.length === 1,
      soonMs,
    );
    await until(
      () => author.api.activity.activity.mine.query({ limit: 100, type: 'comment.created' }),
      ({ items }) => items.length === 2 + 2 * others.length,
      soonMs,
    );
  }
}

/** Blocks and mutes, and what the state says. */
export async function change(world: World, people: People): Promise<void> {
  const { member } = world.author.api;
  const target = { memberId: world.author.memberId };
  await member.block.block.mutate({ memberId: people.blocked.memberId });
  await people.blocker.api.member.block.block.mutate(target);
  await people.muter.api.member.mute.mute.mutate({ ...target, until: null });
  await bringAbout(world, people.admin);
}

function visibilityOf(state: State): 'PUBLIC' | 'FOLLOWERS' | 'PRIVATE' {
  if (state === 'an author for followers') return 'FOLLOWERS';
  return state === 'a private author' ? 'PRIVATE' : 'PUBLIC';
}

async function bringAbout(world: World, admin: Someone): Promise<void> {
  const { state, author, postId, commentId } = world;
  const { member, content } = author.api;
  const { memberId } = author;
  const { report } = admin.api.content;
  switch (state) {
    case 'a public author':
    case 'an author for followers':
    case 'a private author':
      return;
    case 'an author who became private':
      await member.profile.setVisibility.mutate({ visibility: 'PRIVATE' });
      return;
    case 'an author who deactivated their account':
      await member.account.deactivate.mutate({ password });
      return;
    case 'an author whose account is disabled':
      await admin.api.member.admin.disable.mutate({ memberId, reason: 'matrix' });
      return;
    case 'a deleted post':
      await content.post.delete.mutate({ id: postId });
      return;
    case 'a post that moderation hid':
      await report.resolve.mutate({ kind: 'post', id: postId, action: 'hide' });
      return;
    case 'a deleted comment':
      await content.comment.delete.mutate({ id: commentId });
      return;
    case 'a comment that moderation hid':
      await report.resolve.mutate({ kind: 'comment', id: commentId, action: 'hide' });
      return;
  }
}

/** Answers `undefined` for each way to say "nothing here for you"; whoever is away for a moment is asked again. */
export async function answerOf<T>(call: () => Promise<T>): Promise<{ value: T } | undefined> {
  const asked = await until(
    () =>
      call().then(
        (value) => ({ value }),
        (error: unknown) => (isAway(error) ? 'away' : nothingFound(error)),
      ),
    (answer) => answer !== 'away',
  );
  return asked === 'away' ? undefined : asked;
}

function isAway(error: unknown): boolean {
  return failureOf(error)?.appCode.endsWith('_UNAVAILABLE') ?? false;
}

/** Of who has no session, has it no more, or is no admin. */
const refusals = ['UNAUTHENTICATED', 'TOKEN_REVOKED', 'FORBIDDEN'];

/** Passes over what is nothing for this reader, who may have no session any more; rethrows whatever else it is. */
function nothingFound(error: unknown): undefined {
  const code = failureOf(error)?.appCode ?? '';
  if (code.endsWith('_NOT_FOUND') || refusals.includes(code)) return;
  throw error;
}
