import type { Someone } from '../network.ts';

/** The texts of a post or comment that were in force, the last one of which is. */
export type Written = {
  id: string;
  authorId: string;
  /** Of idempotency. */
  key: string;
  texts: string[];
  isDeleted: boolean;
};
export type WrittenPost = Written & {
  /** Calls about it that are under way: it is not deleted meanwhile, or nobody could tell what came first. */
  users: number;
};
export type WrittenComment = Written & { post: WrittenPost };

/** A like, a bookmark or a follow. */
export type Mark = {
  memberId: string;
  /** The post or, where it is a follow, the member. */
  objectId: string;
  isSet: boolean;
  /** At any time. */
  wasTakenBack: boolean;
  /** When the calls began that set it last, as `performance.now()`. */
  begunAt: number;
};

/** All that was acknowledged. */
export type History = {
  /** Who signed up under load. */
  newcomers: Someone[];
  posts: WrittenPost[];
  comments: WrittenComment[];
  likes: Mark[];
  bookmarks: Mark[];
  follows: Mark[];
};

/** How often a text was in force anew, as a word in it by which it is found. */
export const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh'];

export function createHistory(): History {
  return { newcomers: [], posts: [], comments: [], likes: [], bookmarks: [], follows: [] };
}

export function textOf({ texts }: Written): string {
  return texts.at(-1) ?? '';
}

export function by<T extends Written>(written: readonly T[], memberId: string): T[] {
  return written.filter(({ authorId }) => authorId === memberId);
}

export function livingPosts({ posts }: Pick<History, 'posts'>): WrittenPost[] {
  return posts.filter(({ isDeleted }) => !isDeleted);
}

/** Those of which the post is there as well. */
export function livingComments({ comments }: Pick<History, 'comments'>): WrittenComment[] {
  return comments.filter(({ isDeleted, post }) => !isDeleted && !post.isDeleted);
}

/** What a member has marked. */
export function markedBy(marks: readonly Mark[], memberId: string): Set<string> {
  const set = marks.filter((mark) => mark.isSet && mark.memberId === memberId);
  return new Set(set.map(({ objectId }) => objectId));
}

/** How many have marked something. */
export function countMarks(marks: readonly Mark[], objectId: string): number {
  return marks.filter((mark) => mark.isSet && mark.objectId === objectId).length;
}

/** Runs `work`, which is about a post; it is there until that ends. */
export async function keeping<T>(post: WrittenPost, work: () => Promise<T>): Promise<T> {
  post.users += 1;
  try {
    return await work();
  } finally {
    post.users -= 1;
  }
}

export function oneOf<T>(items: readonly T[]): T | undefined {
  return items[Math.floor(Math.random() * items.length)];
}
