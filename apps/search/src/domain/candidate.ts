import { AppError } from '@dailyfeed/contract/errors';
import type { Transaction } from '@dailyfeed/service-kit/postgres';

import { findCandidates, type FoundText, type IdSpan } from '../db/candidates.ts';
import type { TextTable } from '../db/texts.ts';
import type { Deps } from '../deps.ts';
import { firstIdAt, monthOfDay, timeOf } from './id-time.ts';
import { filterToken, quote } from './token.ts';

/** Before every id, and behind every one. */
export const firstId = '00000000-0000-0000-0000-000000000000';
export const endId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

const dayMs = 86_400_000;
/** How far back the first look goes, and how many it takes of those to be ranked: so many are there in any case. */
const firstMs = dayMs;
const firstMax = 200;
/** The next look goes at most so many times as far as what has been looked through, whose like may not lie before. */
const growth = 7;
/** Somewhat more than is likely to be enough, and not too little: a look too many costs more. */
const margin = 1.25;
const leastStep = 0.25;
/** Named day by day up to here, in spans of 32 days beyond. */
const namedDaysMax = 16;
/** Beyond it all the rest is looked through at once. */
const farthestMs = 512 * dayMs;
/** Clocks differ. */
const aheadMs = dayMs;

/**
 * The newest `limit` texts that match. Looks through the last day first, then as far back as the rest is likely to lie:
 * what is found often is found among the newest, and costs the same however many there are; what is found seldom is
 * seldom. The days are tokens like any other, so that the index alone narrows down to them. When the time of the search
 * is over, those that were found are ranked; where there are none, or they are not ranked, it throws SEARCH_TIMEOUT.
 */
export async function findNewest(
  deps: Pick<Deps, 'now'>,
  args: {
    tx: Transaction;
    table: TextTable;
    generation: number;
    query: string | null;
    from: string;
    to: string;
    limit: number;
    rank: { query: string; at: Date } | null;
  },
): Promise<FoundText[]> {
  const { query, from, to, limit, rank } = args;
  const now = deps.now().getTime();
  const newestMs = Math.min(timeOf(to), now + aheadMs);
  const found: FoundText[] = [];
  const look = async (narrowed: string | null, span: IdSpan): Promise<FoundText[]> => {
    const missing = limit - found.length;
    const isFirst = rank !== null && found.length === 0;
    const wanted = isFirst ? Math.min(missing, firstMax) : missing;
    const more = await findCandidates(args.tx, { ...args, query: narrowed, span, limit: wanted });
    found.push(...more);
    return more.length < wanted ? [] : more.slice(-1);
  };
  const endMs = timeOf(from);
  if (endMs > newestMs) return [];
  let toMs = newestMs;
  let fromMs = Math.min(newestMs, now) - firstMs;
  let rest = { from, to };
  try {
    // In the order of ids there is nothing to gain: the first that are met are the newest.
    while (query !== null && newestMs - fromMs < farthestMs) {
      fromMs = Math.max(fromMs, endMs);
      const span = { from: firstIdAt(fromMs), to: rest.to };
      const [last] = await look(`(${query}) & (${anyDay(fromMs, toMs)})`, span);
      if (found.length >= limit || (!last && fromMs === endMs)) return found;
      rest = { from, to: last?.id ?? span.from };
      toMs = last ? timeOf(last.id) : fromMs;
      const seenMs = Math.max(1, Math.min(newestMs, now) - toMs);
      const likelyMs = (margin * seenMs * (limit - found.length)) / found.length;
      fromMs = toMs - Math.ceil(clamp(likelyMs, leastStep * seenMs, growth * seenMs));
    }
    while (found.length < limit) {
      const [last] = await look(query, rest);
      if (!last) break;
      rest = { from, to: last.id };
    }
  } catch (error) {
    // Those at the end of a ranking are missed by nobody; those at the end of a list are.
    const isEnough = rank !== null && found.length > 0;
    if (!(isEnough && error instanceof AppError && error.code === 'SEARCH_TIMEOUT')) throw error;
  }
  return found;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

/** Any token of a day, or of 32 days, that has a part in this time. */
function anyDay(fromMs: number, toMs: number): string {
  const [first, last] = [Math.floor(fromMs / dayMs), Math.floor(toMs / dayMs)];
  const tokens =
    last - first < namedDaysMax
      ? upTo(last, first).map(filterToken.day)
      : upTo(monthOfDay(last), monthOfDay(first)).map(filterToken.month);
  return tokens.map(quote).join(' | ');
}

function upTo(last: number, first: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => last - index);
}
