import { findCandidates, type FoundText, type IdSpan } from '../db/candidates.ts';
import type { TextTable } from '../db/texts.ts';
import type { Deps } from '../deps.ts';
import { dayOf, daysPerMonth, firstIdOfDay, monthOfDay } from './id-time.ts';
import { filterToken, quote } from './token.ts';

/** Before every id, and behind every one. */
export const firstId = '00000000-0000-0000-0000-000000000000';
export const endId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Spans that are looked through before everything is: days one by one, then spans of 32 days. */
const spansDays = [2, 8, 16];
const spansMonths = [2, 4, 16];
/** The first look says little: its last day may have begun just now. */
const tellingDays = 8;
/** Clocks differ. */
const aheadMs = 86_400_000;

/**
 * The newest `limit` texts that match. Looks through the latest days first and through more of them only as long as
 * too few are found, no farther than so many are likely to lie: what is found often is found among the newest, and
 * costs the same however many there are; what is found seldom is seldom. The spans are tokens like any other, so that
 * the index alone narrows down to them.
 */
export async function findNewest(
  deps: Pick<Deps, 'queryDb' | 'now'>,
  args: {
    table: TextTable;
    generation: number;
    query: string | null;
    from: string;
    to: string;
    limit: number;
    rank: { query: string; at: Date } | null;
  },
): Promise<FoundText[]> {
  const { query, from, to, limit } = args;
  const newest = Math.min(timeBefore(to), deps.now().getTime() + aheadMs);
  const lastDay = Math.floor(newest / aheadMs);
  const found: FoundText[] = [];
  let rest = { from, to };
  const look = async (narrowed: string | null, span: IdSpan): Promise<void> => {
    const missing = limit - found.length;
    const more = await findCandidates(deps.queryDb, {
      ...args,
      query: narrowed,
      span,
      limit: missing,
    });
    found.push(...more);
  };
  // In the order of ids there is nothing to gain: the first that are met are the newest.
  let likelyDays = 0;
  for (const span of query === null ? [] : spansOf(lastDay)) {
    if (span.firstId <= from) break;
    if (span.days < likelyDays) continue;
    await look(`(${query}) & (${span.any})`, { from: span.firstId, to: rest.to });
    if (found.length >= limit) return found;
    rest = { from, to: span.firstId };
    if (span.days >= tellingDays) likelyDays = (span.days * limit) / found.length;
  }
  await look(query, rest);
  return found;
}

function timeBefore(id: string): number {
  return (dayOf(id) + 1) * aheadMs - 1;
}

/** Spans that end with a day, each as an alternative of tokens, and the first id that it holds for certain. */
function* spansOf(lastDay: number): Generator<{ days: number; any: string; firstId: string }> {
  for (const days of spansDays) {
    const any = anyOf(upTo(lastDay, days).map(filterToken.day));
    yield { days, any, firstId: firstIdOfDay(lastDay - days + 1) };
  }
  const lastMonth = monthOfDay(lastDay);
  for (const months of spansMonths) {
    const any = anyOf(upTo(lastMonth, months).map(filterToken.month));
    const firstDay = (lastMonth - months + 1) * daysPerMonth;
    yield { days: lastDay - firstDay + 1, any, firstId: firstIdOfDay(firstDay) };
  }
}

function upTo(last: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => last - index);
}

function anyOf(tokens: string[]): string {
  return tokens.map(quote).join(' | ');
}
