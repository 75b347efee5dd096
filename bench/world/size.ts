/** Raised whenever the same size would be filled with something else: what was kept is made anew then. */
export const worldVersion = 1;

/** How large a world is; everything in it follows from the number of members. */
export type Size = {
  members: number;
  posts: number;
  /** Followings of most members, on average; a few have very many. */
  followings: number;
};

export function sizeOf(members: number): Size {
  return { members, posts: members * 10, followings: 20 };
}

/** How many people the readers follow whose feeds are measured. */
export const readerFollowings = [0, 10, 200, 1000] as const;
/** Readers of each kind. */
export const readersEach = 200;

/** The first members by number are the readers, kind by kind; then comes the author whose followers are counted out. */
export function readerNumbers(kind: number): number[] {
  return Array.from({ length: readersEach }, (_, index) => kind * readersEach + index);
}
export const fanOutAuthor = readerFollowings.length * readersEach;
/** From this number on, members are like any other: the lower, the more active, and the more followed. */
export const firstOrdinary = fanOutAuthor + 1;

/** How many follow the author of the fan-out; smaller worlds have fewer. */
export function fanOutFollowers(size: Size): number {
  return Math.min(10_000, Math.floor(size.members / 10));
}

/** Everybody's. */
export const password = 'correct horse battery';

export function handleOf(member: number): string {
  return `bench_${member}`;
}

export function emailOf(member: number): string {
  return `${handleOf(member)}@bench.example`;
}
