import { randomBytes } from 'node:crypto';

import { anonymous, type Identity } from '@dailyfeed/auth/identity';
import { mintPassport, passportHeader, PassportKeys } from '@dailyfeed/auth/passport';
import type { CommentWithPost } from '@dailyfeed/contract/comment';
import type { DomainEvent } from '@dailyfeed/contract/events';
import type { IndexedMember } from '@dailyfeed/contract/index-page';
import type { MemberSummary } from '@dailyfeed/contract/member';
import type { Post } from '@dailyfeed/contract/post';
import { createTestDatabase } from '@dailyfeed/dev-infra/test-database';
import { newId } from '@dailyfeed/service-kit/id';
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client';
import { inject } from 'vitest';

import type { SearchRouter } from '../src/api.ts';
import type { Deps, PageRequest } from '../src/deps.ts';
import { indexEvents, startSearch } from '../src/testing.ts';

/** Nothing listens there: what the tests do not name is away. */
const away = '127.0.0.1:1';

type Env = Parameters<typeof startSearch>[0];
export type TestSearch = Awaited<ReturnType<typeof startTestSearch>>;
type Written = { id: string; authorId: string; text: string; version: number };
type WrittenComment = Written & { postId: string; language?: string | null };
type Member = MemberSummary & { bio?: string; followerCount?: number };

/** The real service on its own real database; what member, content and timeline say, the test says. */
export async function startTestSearch(
  overrides: Partial<Deps> & { env?: Partial<Env>; lockTimeoutMs?: number } = {},
) {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await createTestDatabase('search'));
  const passportKeys = `test:${randomBytes(32).toString('base64url')}`;
  const world = createWorld();
  const { env, lockTimeoutMs = 0, ...replaced } = overrides;
  const databaseUrl = new URL(database.url);
  databaseUrl.searchParams.set('options', `-c lock_timeout=${lockTimeoutMs}`);
  const service = stack.use(
    await startSearch(
      {
        SEARCH_DATABASE_URL: databaseUrl.href,
        REDIS_URL: inject('stores').redisUrl,
        REDIS_CACHE_URL: inject('stores').redisUrl,
        KAFKA_BROKERS: away,
        MEMBER_URL: `http://${away}`,
        CONTENT_URL: `http://${away}`,
        TIMELINE_URL: `http://${away}`,
        PASSPORT_KEYS: passportKeys,
        PASSPORT_KEYS_MEMBER: passportKeys,
        PASSPORT_KEYS_CONTENT: passportKeys,
        PASSPORT_KEYS_TIMELINE: passportKeys,
        // How long a statement takes is for the benchmark to say: this machine does other things.
        QUERY_TIMEOUT_MS: 10_000,
        ...env,
      },
      { ...world.ports, jobs: 'rest', ...replaced },
    ),
  );
  const keys = PassportKeys.parse(passportKeys);
  const as = (identity: Identity): TRPCClient<SearchRouter> =>
    createTRPCClient<SearchRouter>({
      links: [
        httpLink({
          url: `${service.url}/trpc`,
          headers: () => ({
            [passportHeader]: mintPassport(identity, {
              audience: 'search',
              keys,
              now: service.deps.now(),
            }),
          }),
        }),
      ],
    });
  const { deps } = service;
  const tell = (events: DomainEvent[]): Promise<void> => indexEvents(deps, events);
  const resources = stack.move();
  return {
    url: service.url,
    databaseUrl: databaseUrl.href,
    deps,
    world,
    nobody: as(anonymous('test')),
    as: (memberId: string) =>
      as({
        ...anonymous('test'),
        member: { memberId, sessionId: newId(), roles: ['MEMBER'], amr: ['pwd'] },
      }),
    tell,
    /** Writes posts, as content would, and tells of them. */
    write: async (...texts: (string | Partial<PostFacts>)[]): Promise<string[]> => {
      const posts = texts.map((given) =>
        world.add(typeof given === 'string' ? { text: given } : given),
      );
      await tell(posts.map((post) => postEvent('post.created', post)));
      return posts.map((post) => post.id);
    },
    /** Ids of what is found. */
    find: async (query: string, sort: 'best' | 'newest' = 'newest'): Promise<string[]> => {
      const page = await as(anonymous('test')).search.posts.query({ query, sort, limit: 100 });
      return page.items.map(({ post }) => post.id);
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

export type PostFacts = Written & {
  createdAt: string;
  language: string | null;
  hasImage: boolean;
  hidden: boolean;
  likeCount: number;
  commentCount: number;
};

let seq = 0;
/** Of the next event, as the outbox would number it. */
export function nextSeq(): number {
  seq += 1;
  return seq;
}

/** An event as it travels. */
export function eventOf(
  type: DomainEvent['type'],
  data: object,
  subject: { id: string; version?: number },
): DomainEvent {
  const version = subject.version ?? nextSeq();
  const event = { id: newId(), type, subject: { id: subject.id, version }, data };
  return event as unknown as DomainEvent; // the part that is read
}

export function postEvent(
  type: 'post.created' | 'post.edited' | 'post.unhidden' | 'post.deleted' | 'post.hidden',
  { id, hasImage, ...post }: PostFacts,
  version?: number,
): DomainEvent {
  const images = hasImage ? [{}] : [];
  const subject = version === undefined ? { id } : { id, version };
  return eventOf(type, { postId: id, images, ...post }, subject);
}

export function commentEvent(
  type: 'comment.created' | 'comment.edited' | 'comment.deleted' | 'comment.hidden',
  { id, ...comment }: WrittenComment,
): DomainEvent {
  const createdAt = new Date().toISOString();
  const data = { commentCount: null, hidden: false, language: null, createdAt };
  return eventOf(type, { commentId: id, ...data, ...comment }, { id });
}

/** What stands in for the three services: who is there, what was written, and who sees nothing of what. */
function createWorld() {
  const posts = new Map<string, PostFacts>();
  const comments = new Map<string, WrittenComment>();
  const members = new Map<string, Member>();
  /** What nobody sees, and whom nobody meets. */
  const unseen = new Set<string>();
  /** Whose words only those read who are named. */
  const readersOf = new Map<string, string[]>();
  const isClosed = (readerId: string | null, id: string): boolean =>
    readersOf.has(id) && !(readerId !== null && readersOf.get(id)?.includes(readerId));
  const pageOf = <T extends { id: string }>(all: Iterable<T>, { cursor, limit }: PageRequest) => {
    const rest = [...all]
      .filter(({ id }) => cursor === null || id > cursor)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const items = rest.slice(0, limit);
    return { items, nextCursor: rest.length > limit ? (items.at(-1)?.id ?? null) : null };
  };
  const seen = <T extends { id: string }>(all: Map<string, T>, ids: readonly string[]): T[] =>
    ids.flatMap((id) => (unseen.has(id) ? [] : (all.get(id) ?? [])));
  const toPost = (post: PostFacts): Post =>
    ({
      ...post,
      author: toSummary(post.authorId),
      contentWarning: null,
      entities: [],
      images: [],
      editedAt: null,
      bookmarkCount: 0,
      viewCount: 0,
      liked: false,
      bookmarked: false,
      hiding: null,
    }) satisfies Post;
  const toSummary = (id: string): MemberSummary =>
    members.get(id) ?? {
      id,
      handle: 'somebody',
      displayName: 'Somebody',
      avatarUrl: null,
      visibility: 'PUBLIC',
    };
  const toComment = (comment: WrittenComment): CommentWithPost[] => {
    const post = posts.get(comment.postId);
    if (!post) return [];
    const { createdAt } = post;
    return [
      {
        ...comment,
        author: toSummary(comment.authorId),
        post: toPost(post),
        parentId: null,
        depth: 0,
        entities: [],
        createdAt,
        editedAt: null,
        likeCount: 0,
        replyCount: 0,
        liked: false,
        hiding: null,
      },
    ];
  };
  const ports: Pick<Deps, 'members' | 'content' | 'timeline'> = {
    members: {
      indexed: async (ids) => seen(members, ids).map(toIndexed),
      listItems: async (_, ids) =>
        seen(members, ids).map((member) => ({
          ...member,
          bio: '',
          following: false,
          requested: false,
          followsYou: false,
        })),
      readableIds: async (readerId, ids) => ids.filter((id) => !isClosed(readerId, id)),
      page: async (request) => {
        const page = pageOf(members.values(), request);
        return { ...page, items: page.items.map(toIndexed) };
      },
    },
    content: {
      posts: async (request) => {
        const page = pageOf(posts.values(), request);
        const items = page.items.map(({ hidden, ...post }) => ({
          ...post,
          contentWarning: null,
          entities: [],
          images: [],
          editedAt: null,
          isHidden: hidden,
        }));
        return { ...page, items };
      },
      comments: async (request) => {
        const page = pageOf(comments.values(), request);
        const more = { parentId: null, depth: 0, entities: [], editedAt: null, likeCount: 0 };
        const createdAt = new Date().toISOString();
        const items = page.items.map(({ language = null, ...item }) => {
          return { ...item, ...more, isHidden: false, language, createdAt };
        });
        return { ...page, items };
      },
    },
    timeline: {
      visiblePosts: async (_, { ids }) => seen(posts, ids).map(toPost),
      visibleComments: async (_, { ids }) => seen(comments, ids).flatMap(toComment),
    },
  };
  return {
    ports,
    posts,
    comments,
    members,
    unseen,
    readersOf,
    add: (given: Partial<PostFacts>): PostFacts => {
      const at = given.createdAt === undefined ? new Date() : new Date(given.createdAt);
      const post = {
        id: newId(at),
        authorId: newId(),
        text: '',
        version: 1,
        createdAt: at.toISOString(),
        language: null,
        hasImage: false,
        hidden: false,
        likeCount: 0,
        commentCount: 0,
        ...given,
      };
      posts.set(post.id, post);
      return post;
    },
  };
}

function toIndexed(member: Member): IndexedMember {
  return { bio: '', followerCount: 0, ...member };
}

/** The failure of a call, as a caller sees it. */
export async function refusal(call: Promise<unknown>): Promise<unknown> {
  const error: unknown = await call.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  return Object(Object(error)['data'])['appCode'];
}

/** A connection on which a transaction may stand as long as its test does, and whose end is no fault of the process. */
export async function connectPatiently(db: Deps['db']) {
  const client = await db.connect();
  client.on('error', () => undefined);
  await client.query('SET idle_in_transaction_session_timeout = 0');
  return client;
}
