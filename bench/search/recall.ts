import { randomBytes } from 'node:crypto';

import { anonymous } from '@dailyfeed/auth/identity';
import { mintPassport, passportHeader, PassportKeys } from '@dailyfeed/auth/passport';
import type { Post } from '@dailyfeed/contract/post';
import type { SearchRouter } from '@dailyfeed/search/api';
import { reindex, startSearch } from '@dailyfeed/search/testing';
import { newId } from '@dailyfeed/service-kit/id';
import { createTRPCClient, httpLink } from '@trpc/client';

import { handleTurns } from '../turns.ts';
import type { Document, Query, QuerySet } from './query-set.ts';

/** Of one query: what was found, what of it should have been and was not, and what should not have been. */
export type Outcome = { query: Query; found: string[]; missed: string[]; unexpected: string[] };
/** Parts of 1; 1 where nothing was to be found, or nothing was. */
export type Quality = { queries: number; recall: number; precision: number };

/** Nothing listens there: the set itself answers for the other services. */
const away = '127.0.0.1:1';
const atOnce = 4;
/** More than any query of the set finds. */
const foundMax = 100;

/** Has the search service index the documents, then asks it every query over HTTP, as a visitor does. */
export async function askAll(
  stores: { SEARCH_DATABASE_URL: string; REDIS_URL: string; REDIS_CACHE_URL: string },
  set: QuerySet,
): Promise<Outcome[]> {
  const posts = set.documents.map(toPost);
  const documentOf = new Map(posts.map(({ id }, index) => [id, set.documents[index]?.id ?? '']));
  const keys = `bench:${randomBytes(32).toString('base64url')}`;
  await using service = await startSearch(
    {
      ...stores,
      KAFKA_BROKERS: away,
      MEMBER_URL: `http://${away}`,
      CONTENT_URL: `http://${away}`,
      TIMELINE_URL: `http://${away}`,
      PASSPORT_KEYS: keys,
      PASSPORT_KEYS_MEMBER: keys,
      PASSPORT_KEYS_CONTENT: keys,
      PASSPORT_KEYS_TIMELINE: keys,
      // How long a statement takes is another question.
      QUERY_TIMEOUT_MS: 10_000,
    },
    { ...portsOf(posts), jobs: 'rest' },
  );
  await reindex(service.deps);
  const { search } = createClient(service.url, keys);
  return await handleTurns(set.queries, atOnce, async (query) => {
    const { items } = await search.posts.query({ query: query.query, limit: foundMax });
    const found = items.map(({ post }) => documentOf.get(post.id) ?? post.id);
    return {
      query,
      found,
      missed: query.expected.filter((id) => !found.includes(id)),
      unexpected: found.filter((id) => !query.expected.includes(id)),
    };
  });
}

/** How well queries were answered, all of them taken together. */
export function toQuality(outcomes: readonly Outcome[]): Quality {
  const sumOf = (count: (outcome: Outcome) => number): number =>
    outcomes.reduce((sum, outcome) => sum + count(outcome), 0);
  const expected = sumOf(({ query }) => query.expected.length);
  const found = sumOf((outcome) => outcome.found.length);
  const right = expected - sumOf(({ missed }) => missed.length);
  return {
    queries: outcomes.length,
    recall: expected === 0 ? 1 : right / expected,
    precision: found === 0 ? 1 : right / found,
  };
}

function createClient(url: string, keys: string) {
  const options = { audience: 'search', keys: PassportKeys.parse(keys) };
  const headers = () => ({
    [passportHeader]: mintPassport(anonymous('bench'), { ...options, now: new Date() }),
  });
  return createTRPCClient<SearchRouter>({ links: [httpLink({ url: `${url}/trpc`, headers })] });
}

/** What content has, and that everybody sees all of it. */
function portsOf(
  posts: Post[],
): Pick<NonNullable<Parameters<typeof startSearch>[1]>, 'content' | 'members' | 'timeline'> {
  return {
    content: {
      posts: ({ cursor, limit }) => {
        const rest = posts.filter(({ id }) => cursor === null || id > cursor);
        const items = rest.slice(0, limit).map((post) => ({ ...post, isHidden: false }));
        return Promise.resolve({
          items,
          nextCursor: rest.length > limit ? (items.at(-1)?.id ?? null) : null,
        });
      },
      comments: () => Promise.resolve({ items: [], nextCursor: null }),
    },
    members: {
      indexed: () => Promise.resolve([]),
      listItems: () => Promise.resolve([]),
      readableIds: (_reader, ids) => Promise.resolve([...ids]),
      page: () => Promise.resolve({ items: [], nextCursor: null }),
    },
    timeline: {
      visiblePosts: (_reader, { ids }) =>
        Promise.resolve(posts.filter(({ id }) => ids.includes(id))),
      visibleComments: () => Promise.resolve([]),
    },
  };
}

const author = {
  id: newId(),
  handle: 'author',
  displayName: 'Author',
  avatarUrl: null,
  visibility: 'PUBLIC' as const,
};

function toPost({ text, language }: Document): Post {
  return {
    id: newId(),
    authorId: author.id,
    author,
    text,
    contentWarning: null,
    language: language === 'mixed' ? null : language,
    entities: [],
    images: [],
    version: 1,
    createdAt: new Date().toISOString(),
    editedAt: null,
    likeCount: 0,
    commentCount: 0,
    bookmarkCount: 0,
    viewCount: 0,
    liked: false,
    bookmarked: false,
    hiding: null,
  };
}
