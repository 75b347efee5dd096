import type { ImportContentInput, ImportMembersInput } from '@dailyfeed/contract/import';
import type { ReportInput } from '@dailyfeed/contract/report';
import { v7 } from 'uuid';

import { comments, replies } from './comments.ts';
import { fileOf } from './drawings.ts';
import { drafts, reports } from './habits.ts';
import { logInCount, people, type Person } from './people.ts';
import { covers, pictures } from './pictures.ts';
import { posts, type Topic } from './posts.ts';
import { createRandom } from './random.ts';

/** What every member of the demo world logs in with. */
export const demoPassword = 'dailyfeed-demo';

export type DemoWorld = {
  members: ImportMembersInput;
  content: ImportContentInput;
  /** By name of the file that `drawAll` makes: of each member by id, and of the posts that have some. */
  looks: Map<string, { avatar: string; cover: string | undefined }>;
  shown: Map<string, { authorId: string; pictures: readonly Picture[] }>;
  /** What the demo log-ins keep for themselves. */
  kept: { memberId: string; bookmarkedIds: string[]; draft: { id: string; text: string } }[];
  reports: (ReportInput & { memberId: string })[];
};

type Picture = { alt: string; file: string };
type Member = Person & { id: string };
type Post = ImportContentInput['posts'][number] & { topic: Topic; pictures: readonly Picture[] };
type Comment = ImportContentInput['comments'][number];

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const commentCount = 400;
const bookmarkEvery = 12;

/** A week of life that ends at `at`. The same `at` gives the same world, ids included, so it can be made twice safely. */
export function makeDemoWorld(at: Date): DemoWorld {
  const random = createRandom(20_261_121);
  const members = people.map((person, index) => ({
    ...person,
    id: idAt(at.getTime() - 30 * day + index * hour, random),
  }));
  const follows = makeFollows(members, { at, random });
  const written = makePosts(members, { at, random });
  const discussion = makeComments(written, { members, at, random });
  const likes = makeLikes(written, { members, at, random });
  return {
    members: { members: members.map((member) => toImport(member, at)), follows },
    content: {
      posts: written.map(({ topic: _topic, pictures: _pictures, ...post }) => post),
      comments: discussion,
      likes,
    },
    looks: new Map(members.map(({ id, handle }) => [id, lookOf(handle)])),
    shown: new Map(
      written
        .filter((post) => post.pictures.length > 0)
        .map((post) => [post.id, { authorId: post.authorId, pictures: post.pictures }]),
    ),
    kept: members.slice(0, logInCount).map(({ id, handle }) => ({
      memberId: id,
      // Some of what they like.
      bookmarkedIds: likes
        .filter(({ memberId }) => memberId === id)
        .map(({ postId }) => postId)
        .filter((_postId, index) => index % bookmarkEvery === 0),
      draft: { id: idAt(at.getTime() - hour, random), text: known(drafts[handle], handle) },
    })),
    reports: reports.map(({ from, of, index, reason, note }) => ({
      memberId: known(members.find(({ handle }) => handle === from)?.id, from),
      id: known(written.find(({ text }) => text === posts[of]?.[index]?.[1])?.id, of),
      reason,
      note,
    })),
  };
}

function known<T>(found: T | undefined, name: string): T {
  if (found === undefined) throw new RangeError(`There is nothing of ${name}`);
  return found;
}

function lookOf(handle: string): { avatar: string; cover: string | undefined } {
  const cover = covers[handle] && fileOf.cover(handle);
  return { avatar: fileOf.avatar(handle), cover };
}

type Making = { at: Date; random: () => number };

function toImport(member: Member, at: Date): ImportMembersInput['members'][number] {
  const { id, ...profile } = member;
  return {
    id,
    ...profile,
    email: `${member.handle}@demo.example`,
    password: demoPassword,
    createdAt: new Date(at.getTime() - 30 * day).toISOString(),
  };
}

/** Everyone follows some; those at the head of the list are followed by more. */
function makeFollows(members: readonly Member[], making: Making): ImportMembersInput['follows'] {
  const { random } = making;
  return members.flatMap((follower) =>
    members
      .filter((following, rank) => following !== follower && random() < 0.75 - rank * 0.02)
      .map((following) => ({
        followerId: follower.id,
        followingId: following.id,
        createdAt: iso(followedAt(making)),
      })),
  );
}

/** Weeks ago, and a few of them in the last hours. */
function followedAt({ at, random }: Making): number {
  const isRecent = random() < 0.06;
  const ago = isRecent ? 10 * minute + random() * 20 * hour : 7 * day + random() * 20 * day;
  return at.getTime() - Math.floor(ago);
}

/** Newest first in the source, so that a person's first post is their latest. */
function makePosts(members: readonly Member[], making: Making): Post[] {
  const { at, random } = making;
  return members
    .flatMap((member) => {
      const texts = posts[member.handle] ?? [];
      const step = (6.6 * day) / texts.length;
      return texts.map(([topic, text], index) => {
        const time = at.getTime() - 4 * minute - Math.floor((index + random() * 0.9) * step);
        return {
          id: idAt(time, random),
          authorId: member.id,
          text,
          topic,
          pictures: picturesOf(`${member.handle}/${index}`),
          createdAt: iso(time),
        };
      });
    })
    .toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
}

function picturesOf(post: string): Picture[] {
  return (pictures[post] ?? []).map(({ alt }, index) => ({ alt, file: fileOf.post(post, index) }));
}

function makeComments(
  written: readonly Post[],
  making: Making & { members: readonly Member[] },
): Comment[] {
  const { members, random } = making;
  const made: Comment[] = [];
  const depthOf = new Map<string, number>();
  for (let index = 0; made.length < commentCount; index += 1) {
    // Squaring favours some posts over others: a feed where everything is equal looks dead.
    const post = pick(written, Math.floor((index % 2 ? random() : random() ** 2) * written.length));
    const thread = made.filter((comment) => comment.postId === post.id);
    const parent =
      thread.length > 0 && random() < 0.45
        ? pick(thread, Math.floor(random() * thread.length))
        : undefined;
    const depth = parent ? (depthOf.get(parent.id) ?? 0) + 1 : 0;
    if (depth > 2) continue;
    const author = parent
      ? answerer(post, parent, members)
      : pick(members, Math.floor(random() * members.length));
    const phrases = parent ? replies[author.language] : comments[post.topic][author.language];
    const text = pick(phrases, Math.floor(random() * phrases.length));
    const isEcho = thread.some((comment) => comment.text === text);
    if (isEcho || author.id === (parent?.authorId ?? post.authorId)) continue;

    const time = timeAfter(parent?.createdAt ?? post.createdAt, making);
    const comment: Comment = {
      id: idAt(time, random),
      postId: post.id,
      parentId: parent?.id ?? null,
      authorId: author.id,
      text,
      createdAt: iso(time),
    };
    depthOf.set(comment.id, depth);
    made.push(comment);
  }
  return made.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
}

/** The post's author answers a comment; the one who commented answers the author. */
function answerer(post: Post, parent: Comment, members: readonly Member[]): Member {
  const isAuthors = parent.authorId === post.authorId;
  const index = members.findIndex(
    (member) => member.id === (isAuthors ? parent.authorId : post.authorId),
  );
  // An answer to the author comes from the next person along, who is somebody else.
  return pick(members, isAuthors ? (index + 3) % members.length : index);
}

function makeLikes(
  written: readonly Post[],
  making: Making & { members: readonly Member[] },
): ImportContentInput['likes'] {
  const { members, random } = making;
  return written.flatMap((post) => {
    const warmth = random() ** 1.5;
    return members
      .filter((member) => member.id !== post.authorId && random() < warmth)
      .map((member) => ({
        postId: post.id,
        memberId: member.id,
        createdAt: iso(timeAfter(post.createdAt, making)),
      }));
  });
}

/** Some time between then and now, sooner rather than later. */
function timeAfter(then: string, making: Making): number {
  const from = new Date(then).getTime();
  const room = Math.min(making.at.getTime() - from - minute, 20 * hour);
  return from + Math.max(1000, Math.floor(making.random() ** 3 * room));
}

function pick<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new RangeError(`No item ${index} in a list of ${list.length}`);
  return item;
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

function idAt(time: number, random: () => number): string {
  return v7({
    msecs: time,
    random: Uint8Array.from({ length: 16 }, () => Math.floor(random() * 256)),
  });
}
