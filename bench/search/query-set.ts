import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import * as z from 'zod';

/** A short post. `mixed`: more than one script in it. */
const Document = z.strictObject({
  id: z.string(),
  language: z.enum(['ko', 'en', 'ja', 'zh', 'mixed']),
  text: z.string(),
});
export type Document = z.infer<typeof Document>;

/** What a query is there to try; README.md says what each means. */
export const QueryKind = z.enum([
  'word',
  'two-characters',
  'one-character',
  'particle',
  'inflected',
  'misspacing',
  'several',
  'phrase',
  'exclusion',
  'operator',
  'case',
  'accent',
  'punctuation',
  'width',
  'kana',
  'han',
  'mixed-script',
]);
export type QueryKind = z.infer<typeof QueryKind>;

const Query = z.strictObject({
  query: z.string(),
  language: Document.shape.language,
  kind: QueryKind,
  /** The documents that a search for it has to find. */
  expected: z.array(z.string()),
  /** Documents in which the same letters mean another word: not expected. */
  homographs: z.array(z.string()).optional(),
});
export type Query = z.infer<typeof Query>;

export type QuerySet = { documents: Document[]; queries: Query[] };

/** The whole set, from all of its files. */
export async function readQuerySet(): Promise<QuerySet> {
  return {
    documents: await readAll('documents', Document),
    queries: await readAll('queries', Query),
  };
}

async function readAll<T>(folder: string, item: z.ZodType<T>): Promise<T[]> {
  const path = join(import.meta.dirname, folder);
  const names = (await readdir(path)).toSorted();
  const lists = await Promise.all(
    names.map(async (name) =>
      z.array(item).parse(JSON.parse(await readFile(join(path, name), 'utf8'))),
    ),
  );
  return lists.flat();
}
