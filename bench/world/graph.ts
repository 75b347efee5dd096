import type { Random } from './random.ts';
import {
  fanOutAuthor,
  fanOutFollowers,
  firstOrdinary,
  readerFollowings,
  readersEach,
  type Size,
} from './size.ts';

/** Who follows whom, by number; `times` are shares of the span from the first follow to the last, in order. */
export type Graph = { followers: Int32Array; followings: Int32Array; times: Float64Array };

/**
 * A follow graph as such sites have one: most follow and are followed by a few, a few by very many. The readers follow
 * exactly as many as they are measured for, and the author of the fan-out has exactly as many followers.
 */
export function makeGraph(size: Size, random: Random): Graph {
  const pairs: [number, number][] = [];
  for (let member = 0; member < size.members; member += 1) {
    for (const other of chooseFollowings(member, size, random)) pairs.push([member, other]);
  }
  for (const follower of fanOutFollowersOf(size)) pairs.push([follower, fanOutAuthor]);
  shuffle(pairs, random);
  return {
    followers: Int32Array.from(pairs, ([follower]) => follower),
    followings: Int32Array.from(pairs, ([, following]) => following),
    times: Float64Array.from(pairs, (_, index) => index / pairs.length),
  };
}

/** Spread over all ordinary members, so that they are no special kind. */
export function fanOutFollowersOf(size: Size): number[] {
  const count = fanOutFollowers(size);
  const step = Math.floor((size.members - firstOrdinary) / count);
  return Array.from({ length: count }, (_, index) => firstOrdinary + index * step);
}

/** An ordinary member: the square of chance makes the low numbers write most, the cube makes them the most followed. */
export function chooseMember(size: Size, random: Random, power: 2 | 3): number {
  return firstOrdinary + Math.floor((size.members - firstOrdinary) * random.next() ** power);
}

function chooseFollowings(member: number, size: Size, random: Random): Set<number> {
  const count =
    readerFollowings[Math.floor(member / readersEach)] ??
    // The mean of what is drawn is about four times what it begins with.
    (member === fanOutAuthor ? 0 : 2 + random.heavyTailed(size.followings / 4, 2000));
  const chosen = new Set<number>();
  while (chosen.size < count) {
    const other = chooseMember(size, random, 3);
    if (other !== member) chosen.add(other);
  }
  return chosen;
}

function shuffle<T>(list: T[], random: Random): void {
  for (let index = list.length - 1; index > 0; index -= 1) {
    const other = random.below(index + 1);
    const [one, two] = [list[index], list[other]];
    if (one === undefined || two === undefined) continue;
    [list[index], list[other]] = [two, one];
  }
}
