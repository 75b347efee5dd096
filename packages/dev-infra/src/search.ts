/** Cases of every run of `npm test`: whoever breaks something sees it, and the next run sees it too. */
const seed = 20_261_125;

/**
 * How far a test with generated cases (fast-check) searches: the same `runs` cases each time; with `SEARCH_SECONDS` set,
 * as by `npm run test:nightly`, other ones each time, for that long.
 */
export function searchOf(runs: number): Search {
  const seconds = Number(process.env['SEARCH_SECONDS'] ?? 0);
  if (seconds === 0) return { numRuns: runs, seed };
  return { numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: seconds * 1000 };
}

type Search =
  | { numRuns: number; seed: number }
  | { numRuns: number; interruptAfterTimeLimit: number };
