import type { Candidate } from '../db/candidates.ts';
import { findRanking, keepRanking, type RankedBy } from '../db/ranking.ts';
import type { Deps } from '../deps.ts';

/*
 * Likes, followers and uses change all the time, so a list ordered by them would repeat and skip while it is paged through.
 * A ranking that goes on behind a page is therefore kept as it is, and the cursor names it. When it is gone, or while
 * Redis is away, it is made anew and goes on behind the score of the last one seen: what rose meanwhile is skipped,
 * what fell is repeated, but there is something to read.
 */

export type Ranking = {
  /** The best first. */
  rows: Candidate[];
  /** What it is kept under; null of one that has just been made. */
  name: string | null;
};

/** More of what matches is not ranked: what it costs does not grow with the site. */
export const rankedMax = 1000;

/** The ranking of that name, or else one that `rank` makes. */
export async function openRanking(
  deps: Pick<Deps, 'cache'>,
  args: { list: string; by?: RankedBy; name: string | null; rank(): Promise<Candidate[]> },
): Promise<Ranking> {
  const { list, by = 'uuid', name } = args;
  if (name !== null) {
    const rows = await deps.cache.ask((redis) => findRanking(redis, { list, by, name }));
    if (rows) return { rows, name };
  }
  return { rows: (await args.rank()).toSorted(compare), name: null };
}

/** Keeps a ranking, if it is not kept yet; gives its name, null while nobody can keep it. */
export async function nameRanking(
  deps: Pick<Deps, 'cache'>,
  { list, by = 'uuid', ranking }: { list: string; by?: RankedBy; ranking: Ranking },
): Promise<string | null> {
  const { rows, name } = ranking;
  return name ?? (await deps.cache.ask((redis) => keepRanking(redis, { list, by, rows }))) ?? null;
}

/** The rows behind one, at most `count`. */
export function rowsBehind({ rows }: Ranking, after: Candidate | null, count: number): Candidate[] {
  const start = after === null ? 0 : rows.findIndex((row) => compare(row, after) > 0);
  return start === -1 ? [] : rows.slice(start, start + count);
}

/** The higher score first; of equal ones, the newer, or of words the later. */
function compare(a: Candidate, b: Candidate): number {
  if (a.score !== b.score) return b.score - a.score;
  if (a.id === b.id) return 0;
  return a.id > b.id ? -1 : 1;
}
