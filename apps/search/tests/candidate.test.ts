import { AppError } from '@dailyfeed/contract/errors';
import type { Transaction } from '@dailyfeed/service-kit/postgres';
import { expect, test } from 'vitest';

import { endId, findNewest, firstId } from '../src/domain/candidate.ts';
import { getServing } from '../src/domain/generation.ts';
import { startTestSearch } from './_harness.ts';

const minuteMs = 60_000;

test('the newest are found once each, however many looks it takes; those found in time are ranked', async () => {
  await using search = await startTestSearch();
  const minutes = Array.from({ length: 360 }, (_, index) => index * 7);
  const written = await search.write(
    ...minutes.map((minute) => ({
      text: '기차표',
      createdAt: new Date(Date.now() - minute * minuteMs).toISOString(),
    })),
  );
  const generation = await getServing(search.deps.startQuery());
  const find = async (tx: Transaction, isRanked: boolean): Promise<string[]> => {
    const query = `'기차' <-> '차표'`;
    const found = await findNewest(search.deps, {
      tx,
      table: 'posts',
      generation,
      query,
      from: firstId,
      to: endId,
      limit: 1000,
      rank: isRanked ? { query, at: new Date() } : null,
    });
    return found.map(({ id }) => id);
  };
  const newestFirst = written.toSorted().toReversed();
  expect(await find(search.deps.startQuery(), true)).toEqual(newestFirst);
  expect(await find(search.deps.startQuery(), false)).toEqual(newestFirst);
  expect(await find(endingAfter(1), true)).toEqual(newestFirst.slice(0, 200));
  await expect(find(endingAfter(1), false)).rejects.toMatchObject({ code: 'SEARCH_TIMEOUT' });
  await expect(find(endingAfter(0), true)).rejects.toMatchObject({ code: 'SEARCH_TIMEOUT' });

  /** Statements of a search whose time is over after some of them. */
  function endingAfter(statements: number): Transaction {
    const tx = search.deps.startQuery();
    let asked = 0;
    const query = async (text: string, values?: unknown[]): Promise<unknown> => {
      asked += 1;
      if (asked > statements) throw new AppError('SEARCH_TIMEOUT');
      return tx.query(text, values);
    };
    return { query: query as Transaction['query'] }; // of its forms, the one that is used
  }
});
