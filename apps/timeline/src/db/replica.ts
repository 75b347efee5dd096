import type { ContentDatabase } from '@dailyfeed/content-store/client';
import type { Log } from '@dailyfeed/service-kit/log';
import { isStatementTimeout } from '@dailyfeed/service-kit/unavailable';

const measurePatienceMs = 1000;
const firstPauseMs = 1000;
const longestPauseMs = 30_000;
/** Failures further apart than this have nothing to do with each other. */
const calmMs = 60_000;

/** What the primary had written by a moment, which was before it was asked. */
export type PrimaryState = { at: number; written: bigint };

/** One replica, and whether it may be read from. Times are those of `performance.now()`. */
export type Replica = {
  name: string;
  /** Whether it answers, and holds all that was committed until `oldest`. */
  isFit(oldest: number): boolean;
  /** Milliseconds that it surely does not lag behind by more; `Infinity` while that is not known. */
  lagMs(): number;
  /**
   * Rejects when it is away, too slow or refuses; it is then left alone until it has been measured again. That one query
   * takes too long says nothing of it yet: the next does, if that began since and none was answered meanwhile.
   */
  read<T>(query: (db: ContentDatabase) => Promise<T>): Promise<T>;
  /** Compares it with what the primary had written, the last state last; does nothing while it is left alone. */
  measure(states: readonly PrimaryState[]): Promise<void>;
};

/** A replica that is not read from before it has been measured. */
export function createReplica(args: {
  name: string;
  db: ContentDatabase;
  /** A replica that has not answered a query by then is too slow. */
  patienceMs: number;
  log: Log;
}): Replica {
  const { name, db, log } = args;
  let freshAt = -Infinity;
  let isAway = false;
  let pausedUntil = 0;
  let failures = 0;
  let lastFailureAt = -Infinity;
  /** Since when it has answered nothing, because of a query that took too long. */
  let silentSince = Infinity;

  const leave = (error: unknown): void => {
    const now = performance.now();
    if (!isAway) log.warn({ err: error, replica: name }, 'replica left');
    isAway = true;
    failures = now - lastFailureAt > calmMs ? 1 : failures + 1;
    lastFailureAt = now;
    pausedUntil = now + Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - 1));
  };

  return {
    name,
    isFit: (oldest) => !isAway && freshAt >= oldest,
    lagMs: () => (isAway ? Infinity : performance.now() - freshAt),
    async read(query) {
      const askedAt = performance.now();
      try {
        const answer = await inTime(query(db), args.patienceMs);
        silentSince = Infinity;
        return answer;
      } catch (error) {
        const isFirstSilence = isTooSlow(error) && askedAt <= silentSince;
        if (isFirstSilence) silentSince = Math.min(silentSince, performance.now());
        // Of many readers that fail at once the first is counted.
        else if (!isAway) leave(error);
        throw error;
      }
    },
    async measure(states) {
      if (isAway && performance.now() < pausedUntil) return;
      try {
        const replayed = await inTime(findReplayed(db), measurePatienceMs);
        const known = states.findLast((state) => state.written <= replayed);
        if (known && known.at > freshAt) freshAt = known.at;
        if (isAway) {
          log.info({ replica: name }, 'replica back');
          silentSince = Infinity;
        }
        isAway = false;
      } catch (error) {
        leave(error);
      }
    },
  };
}

/** What has been written to the primary's log, as a number that only grows. */
export async function findWritten(db: ContentDatabase): Promise<bigint> {
  const rows = await db.$queryRaw<{ written: bigint }[]>`
    SELECT pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0')::bigint AS written`;
  return rows[0]?.written ?? 0n;
}

async function findReplayed(db: ContentDatabase): Promise<bigint> {
  // One that was promoted goes its own way: it lags from then on.
  const rows = await db.$queryRaw<{ replayed: bigint | null }[]>`
    SELECT pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::bigint AS replayed`;
  return rows[0]?.replayed ?? 0n;
}

class TooSlowError extends Error {}

function isTooSlow(error: unknown): boolean {
  return error instanceof TooSlowError || isStatementTimeout(error);
}

async function inTime<T>(work: Promise<T>, patienceMs: number): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new TooSlowError('replica too slow')), patienceMs);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
