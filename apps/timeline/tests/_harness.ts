import { randomBytes } from 'node:crypto';

import { anonymous } from '@dailyfeed/auth/identity';
import { mintPassport, passportHeader, PassportKeys } from '@dailyfeed/auth/passport';
import { connectContent, type ContentDatabase } from '@dailyfeed/content-store/client';
import { migrateContent } from '@dailyfeed/content-store/migrate';
import { startCountedPostgres } from '@dailyfeed/dev-infra/counted-store';
import { startProxy } from '@dailyfeed/dev-infra/proxy';
import { createTestDatabase, type TestDatabase } from '@dailyfeed/dev-infra/test-database';
import type { Failpoints } from '@dailyfeed/events/failpoint';
import { newId } from '@dailyfeed/service-kit/id';
import { createLog } from '@dailyfeed/service-kit/log';
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client';
import { Redis } from 'ioredis';
import { expect, inject, vi } from 'vitest';

import type { TimelineRouter } from '../src/api.ts';
import { fanOut, type FannedOut, fanOutPage } from '../src/domain/fan-out.ts';
import { takeRankings } from '../src/domain/ranking.ts';
import { startTimeline } from '../src/testing.ts';
import { createTestMembers } from './_members.ts';

/** Nothing listens there. */
const away = '127.0.0.1:1';

type Env = Parameters<typeof startTimeline>[0];
export type TestTimeline = Awaited<ReturnType<typeof startTestTimeline>>;

/** A database of Redis for each test process: files that run beside this one have their own authors with many followers. */
function findRedisUrl(): string {
  const url = new URL(inject('stores').redisUrl);
  url.pathname = `/${1 + (Number(process.env['VITEST_POOL_ID']) % 15)}`;
  return url.href;
}

/**
 * The real service on a real database, which it reads through a role that can do nothing else, with Kafka away unless
 * `env` says otherwise. Both its stores are behind proxies that can be cut. Only the member service is played.
 */
export async function startTestTimeline(
  env: Partial<Env> = {},
  start: {
    redis?: 'there' | 'away';
    /** Instead of a database of its own on the server that all tests share. */
    database?: Pick<TestDatabase, 'url' | 'readUrl'>;
    failpoint?: Failpoints;
  } = {},
) {
  await using stack = new AsyncDisposableStack();
  const log = createLog('test', { level: 'silent' });
  const { mongoUrl } = inject('stores');
  const redisUrl = findRedisUrl();
  const database = start.database ?? stack.use(await createTestDatabase('content'));
  await migrateContent({ databaseUrl: database.url, readerRole: 'content_reader', log });
  const db = stack.adopt(connectContent({ url: database.url, mode: 'read-write' }), (client) =>
    client.$disconnect(),
  );
  const postgres = stack.use(await startCountedPostgres(database.readUrl));
  const redis = stack.use(await startProxy(redisUrl));
  if (start.redis === 'away') redis.set('refuse');
  const members = stack.use(createTestMembers(redisUrl));
  const stored = stack.adopt(new Redis(redisUrl), (client) => client.disconnect());
  const passportKeys = `test:${randomBytes(32).toString('base64url')}`;
  const topic = `test-timeline-${newId()}`;
  const service = stack.use(
    await startTimeline(
      {
        CONTENT_READ_URL: postgres.url,
        REDIS_URL: redis.url,
        REDIS_CACHE_URL: redis.url,
        KAFKA_BROKERS: away,
        MONGODB_URL: mongoUrl,
        MEMBER_URL: `http://${away}`,
        PASSPORT_KEYS: passportKeys,
        PASSPORT_KEYS_MEMBER: passportKeys,
        IMAGE_TOKEN_KEYS: passportKeys,
        EVENT_TOPIC: topic,
        ...env,
      },
      {
        members: members.port,
        jobs: 'rest',
        ...(start.failpoint && { failpoint: start.failpoint }),
      },
    ),
  );
  const resources = stack.move();
  const as = (memberId: string) => clientOf(service.url, { memberId, passportKeys });
  return {
    url: service.url,
    deps: service.deps,
    database,
    topic,
    members,
    postgres,
    redis,
    db,
    ...writers(db),
    /** What Redis really holds. */
    stored,
    homeOf: (memberId: string) => stored.zrevrange(`{home:${memberId}}`, 0, -1),
    /** Reads until there is a home timeline; on a busy machine Redis may be passed by. */
    openHome: (memberId: string) =>
      vi.waitFor(
        async () => {
          await as(memberId).feed.following.query({});
          expect(await stored.hexists(`{home:${memberId}}:meta`, 'graph')).toBe(1);
        },
        { timeout: 10_000, interval: 50 },
      ),
    /** Someone who is logged in. */
    as,
    anyone: clientOf(service.url, { memberId: null, passportKeys }),
    /** Somebody who is not, and where their requests come from. */
    visitorFrom: (address: string) =>
      clientOf(service.url, { memberId: null, address, passportKeys }),
    /** Of the Redis that it uses, without what a test puts between. */
    redisUrl,
    /** Puts a post into the timelines of all followers, as its events do. */
    fanOut: (post: FannedOut) =>
      fanOut(service.deps, post, async (cursors) => {
        for (const cursor of cursors) await fanOutPage(service.deps, post, cursor);
      }),
    /** Fixes the ranks of the popular and the most discussed posts, as its job does. */
    takeRankings: () => takeRankings(service.deps, new AbortController().signal),
    /** How many statements the service's database was asked to run during `work`. */
    statementsOf: postgres.countOf,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

function clientOf(
  url: string,
  args: { memberId: string | null; address?: string; passportKeys: string },
): TRPCClient<TimelineRouter> {
  const { memberId, address = '' } = args;
  const keys = PassportKeys.parse(args.passportKeys);
  const member =
    memberId === null
      ? null
      : { memberId, sessionId: newId(), roles: ['MEMBER' as const], amr: ['pwd'] };
  return createTRPCClient<TimelineRouter>({
    links: [
      httpLink({
        url: `${url}/trpc`,
        headers: () => ({
          [passportHeader]: mintPassport(
            { ...anonymous('test'), address, member },
            { audience: 'timeline', keys, now: new Date() },
          ),
        }),
      }),
    ],
  });
}

/** Writes what the content service would have written. */
function writers(db: ContentDatabase) {
  return {
    writePost: async (authorId: string, at = new Date()): Promise<string> => {
      const id = newId(at);
      await db.post.create({ data: toPost({ id, authorId, at }) });
      return id;
    },
    /** A minute apart, so that none is like another; newest first. */
    writePosts: async (authorIds: string[], total: number): Promise<string[]> => {
      const start = Date.now() - total * 60_000;
      const posts = Array.from({ length: total }, (_, index) => {
        const at = new Date(start + index * 60_000);
        return toPost({ id: newId(at), authorId: authorIds[index % authorIds.length] ?? '', at });
      });
      await db.post.createMany({ data: posts });
      return posts.map((post) => post.id).toReversed();
    },
    deletePost: async (id: string): Promise<void> => {
      await db.post.update({ where: { id }, data: { deletedAt: new Date() } });
    },
    likePost: async (postId: string, memberId: string, createdAt = new Date()): Promise<void> => {
      await db.postLike.create({ data: { postId, memberId, createdAt } });
      await db.post.update({ where: { id: postId }, data: { likeCount: { increment: 1 } } });
    },
    hidePost: async (id: string): Promise<void> => {
      await db.post.update({ where: { id }, data: { hiddenAt: new Date() } });
    },
    bookmarkPost: async (postId: string, memberId: string, createdAt = new Date()) => {
      await db.bookmark.create({ data: { postId, memberId, createdAt } });
      await db.post.update({ where: { id: postId }, data: { bookmarkCount: { increment: 1 } } });
    },
    tagPost: async (postId: string, tag: string): Promise<void> => {
      await db.postTag.create({ data: { postId, tag } });
    },
    writeComment: async (
      authorId: string,
      place: { postId: string; parentId?: string },
    ): Promise<string> => {
      const id = newId();
      const parentId = place.parentId ?? null;
      const parent = parentId && (await db.comment.findUnique({ where: { id: parentId } }));
      const depth = parent ? parent.depth + 1 : 0;
      const createdAt = new Date();
      await db.comment.create({
        data: { id, postId: place.postId, parentId, depth, authorId, text: 'well said', createdAt },
      });
      if (parent) {
        await db.comment.update({
          where: { id: parent.id },
          data: { replyCount: { increment: 1 } },
        });
      }
      await db.post.update({
        where: { id: place.postId },
        data: { commentCount: { increment: 1 }, lastActivityAt: createdAt },
      });
      return id;
    },
  };
}

function toPost(args: { id: string; authorId: string; at: Date }) {
  const { id, authorId, at } = args;
  return { id, authorId, text: `post ${id}`, createdAt: at, lastActivityAt: at };
}

type PageOf<Item> = { items: Item[]; nextCursor: string | null };

/** Pages to the end and gives the ids met, in order; `between` runs after each page. */
export async function idsToTheEnd(
  read: (cursor: string | null) => Promise<PageOf<{ id: string }>>,
  between: (page: number) => Promise<unknown> = () => Promise.resolve(),
): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  let pages = 0;
  do {
    const page: PageOf<{ id: string }> = await read(cursor);
    ids.push(...page.items.map((item) => item.id));
    cursor = page.nextCursor;
    pages += 1;
    await between(pages);
  } while (cursor !== null && pages < 100);
  return ids;
}

/** The answer, or undefined where there is nothing for who asks; any other failure is none. */
export async function ifFound<T>(call: Promise<T>): Promise<T | undefined> {
  return call.catch((error: unknown) => {
    if (Object(Object(error)['data']).appCode !== 'POST_NOT_FOUND') throw error;
    return undefined;
  });
}

/** The code and status of a refused call. */
export async function refusalOf(call: Promise<unknown>) {
  const error: unknown = await call.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  const { appCode, httpStatus, fields } = Object(Object(error)['data']);
  return { code: appCode, status: httpStatus, fields };
}
