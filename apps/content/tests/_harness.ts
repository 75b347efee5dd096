import { randomBytes } from 'node:crypto';

import { anonymous, type Identity } from '@dailyfeed/auth/identity';
import { mintPassport, passportHeader, PassportKeys } from '@dailyfeed/auth/passport';
import { persist } from '@dailyfeed/dev-infra/persist';
import { createTestDatabase } from '@dailyfeed/dev-infra/test-database';
import { newId } from '@dailyfeed/service-kit/id';
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client';
import { inject } from 'vitest';

import type { ContentRouter } from '../src/api.ts';
import type { Deps } from '../src/deps.ts';
import { startContent } from '../src/testing.ts';

/** Nothing listens there: what the tests do not name is away, and content works all the same. */
export const away = '127.0.0.1:1';

type Env = Parameters<typeof startContent>[0];
export type TestContent = Awaited<ReturnType<typeof startTestContent>>;

/** The real service on its own real database, with Kafka and member away unless `env` says otherwise. */
export async function startTestContent(
  env: Partial<Env> = {},
  overrides: Parameters<typeof startContent>[1] = {},
) {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await createTestDatabase('content'));
  const passportKeys = `test:${randomBytes(32).toString('base64url')}`;
  const service = stack.use(
    await startContent(
      {
        CONTENT_DATABASE_URL: database.url,
        REDIS_URL: inject('stores').redisUrl,
        KAFKA_BROKERS: away,
        MEMBER_URL: `http://${away}`,
        PASSPORT_KEYS: passportKeys,
        PASSPORT_KEYS_MEMBER: passportKeys,
        IMAGE_URL: `http://${away}`,
        PASSPORT_KEYS_IMAGE: passportKeys,
        EVENT_TOPIC: `test-content-${newId()}`,
        ...env,
      },
      overrides,
    ),
  );
  const keys = PassportKeys.parse(passportKeys);
  const as = (identity: Identity): TRPCClient<ContentRouter> =>
    createTRPCClient<ContentRouter>({
      links: [
        httpLink({
          url: `${service.url}/trpc`,
          headers: () => ({
            [passportHeader]: mintPassport(identity, {
              audience: 'content',
              keys,
              now: service.deps.now(),
            }),
          }),
        }),
      ],
    });
  const resources = stack.move();
  return {
    url: service.url,
    deps: service.deps,
    db: service.deps.db,
    database,
    /** Someone who is logged in, and who has written nothing yet. */
    newMember: () => {
      const id = newId();
      return { id, api: as(memberIdentity(id)) };
    },
    as,
    nobody: as(anonymous('test')),
    service: as({ ...anonymous('test'), service: 'seed' }),
    count: () => countRows(service.deps.db),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

function memberIdentity(memberId: string): Identity {
  return {
    ...anonymous('test'),
    member: { memberId, sessionId: newId(), roles: ['MEMBER'], amr: ['pwd'] },
  };
}

/** A key of an idempotent request. */
export function newKey(): string {
  return newId();
}

/** Rows of every table: what a refusal must leave as it was. */
async function countRows(db: Deps['db']) {
  return {
    posts: await db.post.count(),
    versions: await db.postVersion.count(),
    comments: await db.comment.count(),
    tags: await db.postTag.count(),
    mentions: await db.postMention.count(),
    likes: await db.postLike.count(),
    commentLikes: await db.commentLike.count(),
    bookmarks: await db.bookmark.count(),
    drafts: await db.draft.count(),
    reports: await db.report.count(),
    actions: await db.moderationAction.count(),
    used: (await db.writeAllowance.aggregate({ _sum: { used: true } }))._sum.used ?? 0,
    keys: await db.idempotency.count(),
    outbox: await db.outbox.count(),
  };
}

/** The failure of a call, as a caller sees it, and whether it left anything behind. */
export async function refusal(content: TestContent, call: () => Promise<unknown>) {
  const before = await content.count();
  const error: unknown = await call().then(
    () => undefined,
    (failure: unknown) => failure,
  );
  const after = await content.count();
  const { appCode, httpStatus, fields } = Object(Object(error)['data']);
  return { code: appCode, status: httpStatus, fields, wrote: !isEqual(before, after) };
}

function isEqual(a: object, b: object): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Events of one subject (a post, or a comment), as they wait in the outbox. */
export async function eventsOf(content: TestContent, subjectId: string) {
  return content.db.outbox.findMany({
    where: { event: { path: ['subject', 'id'], equals: subjectId } },
    orderBy: { seq: 'asc' },
  });
}

/** A post of someone new. */
export async function newPost(content: TestContent): Promise<{ id: string; authorId: string }> {
  return content.newMember().api.post.create.mutate({ text: 'hello', idempotencyKey: newKey() });
}

/** Lets 50 members do each of `rounds`, all at once. */
export async function hammer<T extends string>(
  content: TestContent,
  rounds: readonly T[],
  act: (api: TRPCClient<ContentRouter>, round: T) => Promise<unknown>,
): Promise<void> {
  const members = Array.from({ length: 50 }, () => content.newMember());
  await Promise.all(
    rounds.flatMap((round) => members.map(({ api }) => persist(() => act(api, round)))),
  );
}
