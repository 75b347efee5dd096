import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { withoutStores } from '@dailyfeed/dev-infra/layout';
import { startStores } from '@dailyfeed/dev-infra/stores';

import { report } from './report.ts';
import { readQuerySet } from './search/query-set.ts';
import { askAll, type Outcome, toQuality } from './search/recall.ts';

/*
 * How much of what the query set asks for is found, and how much else: by language and by what a query tries.
 */

await using stack = new AsyncDisposableStack();
const dataDir = stack.adopt(await mkdtemp(join(tmpdir(), 'dailyfeed-bench-')), (folder) =>
  rm(folder, { recursive: true, force: true }),
);
const stores = stack.use(
  await startStores({ dataDir, env: withoutStores(process.env), fresh: true }),
);
const set = await readQuerySet();
const outcomes = await askAll(stores.urls, set);

for (const { query, missed, unexpected } of outcomes) {
  if (missed.length === 0 && unexpected.length === 0) continue;
  console.log(`${query.language} ${query.kind} ${query.query}`);
  if (missed.length > 0) console.log(`  missed: ${textsOf(missed)}`);
  if (unexpected.length > 0) console.log(`  not expected: ${textsOf(unexpected)}`);
}
await report('search-recall', {
  ...figuresOf('all', outcomes),
  ...groupedBy(({ query }) => query.language),
  ...groupedBy(({ query }) => query.kind),
});

function groupedBy(keyOf: (outcome: Outcome) => string): Record<string, number> {
  const groups = [...Map.groupBy(outcomes, keyOf)];
  return Object.assign({}, ...groups.map(([key, group]) => figuresOf(key, group)));
}

function figuresOf(name: string, group: readonly Outcome[]): Record<string, number> {
  const { queries, recall, precision } = toQuality(group);
  return {
    [`${name}: queries`]: queries,
    [`${name}: recall, %`]: recall * 100,
    [`${name}: precision, %`]: precision * 100,
  };
}

function textsOf(ids: readonly string[]): string {
  return ids
    .map((id) => `${id} ${set.documents.find((document) => document.id === id)?.text ?? ''}`)
    .join(' | ');
}
