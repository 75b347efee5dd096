import { createDailyfeed } from '@dailyfeed/client';
import { expect } from 'vitest';

import { all } from '../all.ts';
import { password, type Someone } from '../network.ts';
import {
  by,
  countMarks,
  type History,
  livingComments,
  livingPosts,
  type Mark,
  markedBy,
  ordinals,
  textOf,
  type Written,
} from './history.ts';

/*
 * What is to be there of a history once all that follows from it has been handled: each thing once, and nothing that was
 * taken back. What comes twice is seen as well.
 */

/** Somebody is there once, as they signed up and with whom they follow: in the session of then, and by their password. */
export async function expectMember(
  { api, session, memberId, handle, email }: Someone,
  { history, url }: { history: History; url: string },
): Promise<void> {
  await session.resume();
  expect(await api.member.profile.me.query()).toMatchObject({
    id: memberId,
    handle,
    email,
    followerCount: countMarks(history.follows, memberId),
    followingCount: markedBy(history.follows, memberId).size,
  });
  const { followers, followings } = api.member.follow;
  const following = await all((cursor) => followings.query({ memberId, cursor, limit: 100 }));
  expect(idsOf(following)).toEqual([...markedBy(history.follows, memberId)].toSorted());
  const followed = await all((cursor) => followers.query({ memberId, cursor, limit: 100 }));
  expect(idsOf(followed)).toEqual(followersOf(history, memberId));
  expect(await api.member.session.list.query()).toMatchObject([{ current: true }]);
  const found = await api.search.search.members.query({ query: handle });
  expect(idsOf(found.items)).toEqual([memberId]);

  const elsewhere = createDailyfeed({ baseUrl: url });
  expect(await elsewhere.session.logIn({ email, password })).toMatchObject({ id: memberId });
}

/** Texts as they read at last, and what somebody liked and kept. */
export async function expectFeeds({ api, memberId }: Someone, history: History): Promise<void> {
  const { feed } = api.timeline;
  const posts = livingPosts(history);
  const mine = await all((cursor) => feed.mine.query({ cursor, limit: 100 }));
  expect(mine.toReversed().map(wordsOf)).toEqual(inOrder(by(posts, memberId)).map(wordsOf));
  const liked = await all((cursor) => feed.liked.query({ cursor, limit: 100 }));
  const bookmarked = await all((cursor) => feed.bookmarked.query({ cursor, limit: 100 }));
  for (const [found, marks] of [
    [liked, history.likes],
    [bookmarked, history.bookmarks],
  ] as const) {
    const marked = markedBy(marks, memberId);
    expect(idsOf(found)).toEqual(idsOf(posts.filter(({ id }) => marked.has(id))));
  }
  const followed = markedBy(history.follows, memberId).add(memberId);
  const following = await all((cursor) => feed.following.query({ cursor, limit: 100 }));
  expect(following.toReversed().map(wordsOf)).toEqual(
    inOrder(posts.filter(({ authorId }) => followed.has(authorId))).map(wordsOf),
  );
}

/** Each thing somebody did is a line; what can be done again is one however often. The words are those at last. */
export async function expectStory({ api, memberId }: Someone, history: History): Promise<void> {
  const [posts, comments] = [by(history.posts, memberId), by(history.comments, memberId)];
  const words = new Map([
    ...livingPosts(history).map((post) => [post.id, textOf(post)] as const),
    ...livingComments(history).map((comment) => [comment.id, textOf(comment)] as const),
  ]);
  const editsOf = (written: Written): string[] => written.texts.slice(1).map(() => written.id);
  const objectsOf = (marks: readonly Mark[]): string[] =>
    marks.filter((mark) => mark.memberId === memberId).map(({ objectId }) => objectId);
  const takenBack = (marks: readonly Mark[]): string[] =>
    objectsOf(marks.filter(({ wasTakenBack }) => wasTakenBack));
  const { likes, follows } = history;
  const expected = {
    'member.signed_up': [memberId],
    'post.created': idsOf(posts),
    'post.edited': posts.flatMap(editsOf),
    'post.deleted': idsOf(posts.filter(({ isDeleted }) => isDeleted)),
    'comment.created': idsOf(comments),
    'comment.edited': comments.flatMap(editsOf),
    'comment.deleted': idsOf(comments.filter(({ isDeleted }) => isDeleted)),
    'post.liked': objectsOf(likes),
    'post.unliked': takenBack(likes),
    'member.followed': objectsOf(follows),
    'member.unfollowed': takenBack(follows),
  } as const;
  const story = await all((cursor) => api.activity.activity.mine.query({ cursor, limit: 100 }));
  const told = story.filter(({ type }) => type in expected);
  expect(
    told.map(({ type, subject, excerpt }) => `${type} ${subject.id} ${excerpt}`).toSorted(),
  ).toEqual(
    Object.entries(expected)
      .flatMap(([type, ids]) => ids.map((id) => `${type} ${id} ${words.get(id) ?? ''}`))
      .toSorted(),
  );
}

/** Somebody is told once of what others did to what is theirs, of what was taken back or is gone no more. */
export async function expectTold({ api, memberId }: Someone, history: History): Promise<void> {
  const mine = by(livingPosts(history), memberId);
  const ids = new Set(mine.map(({ id }) => id));
  const expected = {
    like: sum(mine.map(({ id }) => countMarks(history.likes, id))),
    comment: livingComments(history).filter(({ post }) => ids.has(post.id)).length,
    follow: countMarks(history.follows, memberId),
  };
  for (const kind of ['like', 'comment', 'follow'] as const) {
    const rows = await all((cursor) =>
      api.activity.notification.list.query({ cursor, limit: 100, kind }),
    );
    expect([kind, sum(rows.map(({ count }) => count))]).toEqual([kind, expected[kind]]);
  }
}

/** Comments as they read at last, and the counters of each post are what there is. */
export async function expectCounted({ api }: Someone, history: History): Promise<void> {
  for (const { id } of livingPosts(history)) {
    const under = await all((cursor) =>
      api.timeline.post.comments.query({ postId: id, cursor, limit: 100 }),
    );
    const expected = livingComments(history).filter(({ post }) => post.id === id);
    expect(inOrder(under).map(wordsOf)).toEqual(inOrder(expected).map(wordsOf));
    expect(await api.timeline.stats.post.query({ id })).toMatchObject({
      commentCount: expected.length,
      likeCount: countMarks(history.likes, id),
      bookmarkCount: countMarks(history.bookmarks, id),
    });
  }
}

/** What an author wrote is found by a word of its last text, and by none of those before. */
export async function expectFound(
  { api }: Someone,
  { author, history }: { author: Someone; history: History },
): Promise<void> {
  const { search } = api.search;
  const posts = by(livingPosts(history), author.memberId);
  const comments = by(livingComments(history), author.memberId);
  for (const [edits, ordinal] of ordinals.entries()) {
    const query = `from:${author.handle} ${ordinal}`;
    const sort = 'newest';
    const foundPosts = await all((cursor) =>
      search.posts.query({ query, sort, cursor, limit: 100 }),
    );
    const foundComments = await all((cursor) =>
      search.comments.query({ query, sort, cursor, limit: 100 }),
    );
    const isReadSo = ({ texts }: Written): boolean => texts.length === edits + 1;
    expect(idsOf(foundPosts.map(({ post }) => post))).toEqual(idsOf(posts.filter(isReadSo)));
    expect(idsOf(foundComments.map(({ comment }) => comment))).toEqual(
      idsOf(comments.filter(isReadSo)),
    );
  }
}

/** UUIDv7: in the order of their time. */
export function idsOf(items: readonly { id: string }[]): string[] {
  return items.map(({ id }) => id).toSorted();
}

function followersOf({ follows }: History, memberId: string): string[] {
  const set = follows.filter((mark) => mark.isSet && mark.objectId === memberId);
  return set.map((mark) => mark.memberId).toSorted();
}

function inOrder<T extends { id: string }>(items: readonly T[]): T[] {
  return items.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

function wordsOf(item: { id: string; text: string } | Written): string {
  return `${item.id} ${'texts' in item ? textOf(item) : item.text}`;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
