import { createTestDatabase } from '@dailyfeed/dev-infra/test-database';
import { expect, inject, test } from 'vitest';

import { readQuerySet } from '../search/query-set.ts';
import { askAll, toQuality } from '../search/recall.ts';

test('of what the query set asks for at least 99 of 100 are found, in every language', async () => {
  await using database = await createTestDatabase('search');
  const { redisUrl } = inject('stores');
  const stores = {
    SEARCH_DATABASE_URL: database.url,
    REDIS_URL: redisUrl,
    REDIS_CACHE_URL: redisUrl,
  };
  const outcomes = await askAll(stores, await readQuerySet());
  for (const [language, group] of Map.groupBy(outcomes, ({ query }) => query.language)) {
    const missed = group.filter((outcome) => outcome.missed.length > 0);
    const { recall } = toQuality(group);
    expect({ language, missed, recall }).toMatchObject({
      recall: expect.toSatisfy((part: number) => part >= 0.99),
    });
  }
}, 60_000);
