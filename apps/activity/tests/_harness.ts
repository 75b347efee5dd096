import { randomBytes } from 'node:crypto';

import { anonymous, type Identity } from '@dailyfeed/auth/identity';
import { mintPassport, passportHeader, PassportKeys } from '@dailyfeed/auth/passport';
import type { DomainEvent } from '@dailyfeed/contract/events';
import type { Role } from '@dailyfeed/contract/member';
import type { TestStores } from '@dailyfeed/dev-infra/vitest-setup';
import type { DeadLetter } from '@dailyfeed/events/dead-letter';
import type { NewEvent } from '@dailyfeed/events/new-event';
import { toOutboxRow } from '@dailyfeed/events/outbox';
import { createPublisher } from '@dailyfeed/events/publisher';
import { newId } from '@dailyfeed/service-kit/id';
import { createLog } from '@dailyfeed/service-kit/log';
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client';
import { inject, vi } from 'vitest';

import type { ActivityRouter } from '../src/api.ts';
import type { Deps } from '../src/deps.ts';
import { startActivity } from '../src/testing.ts';

/** Nothing listens there. */
export const away = '127.0.0.1:1';

export const log = createLog('test', { level: 'silent' });

type Env = Parameters<typeof startActivity>[0];
export type TestActivity = Awaited<ReturnType<typeof startTestActivity>>;
export type Member = {
  id: string;
  api: TRPCClient<ActivityRouter>;
  /** Of somebody who asks without tRPC. */
  headers: Record<string, string>;
};

/** The run's stores. */
export function stores(): TestStores {
  return inject('stores');
}

/** A database of the test's own on the run's MongoDB. */
export function testMongoUrl(): string {
  return new URL(`/test_${randomBytes(4).toString('hex')}`, stores().mongoUrl).href;
}

/** The real service on a database of its own, with Kafka and member away unless `env` says otherwise. */
export async function startTestActivity(env: Partial<Env> = {}, overrides: Partial<Deps> = {}) {
  const passportKeys = `test:${randomBytes(32).toString('base64url')}`;
  const topic = `test-activity-${newId()}`;
  const given = {
    MONGODB_URL: testMongoUrl(),
    REDIS_URL: stores().redisUrl,
    KAFKA_BROKERS: away,
    MEMBER_URL: `http://${away}`,
    PASSPORT_KEYS: passportKeys,
    PASSPORT_KEYS_MEMBER: passportKeys,
    CONTENT_URL: `http://${away}`,
    PASSPORT_KEYS_CONTENT: passportKeys,
    EVENT_TOPIC: topic,
    ...env,
  };
  const service = await startActivity(given, overrides);
  const keys = PassportKeys.parse(passportKeys);
  const headersOf = (identity: Identity): Record<string, string> => ({
    [passportHeader]: mintPassport(identity, {
      audience: 'activity',
      keys,
      now: service.deps.now(),
    }),
  });
  const as = (identity: Identity): TRPCClient<ActivityRouter> =>
    createTRPCClient<ActivityRouter>({
      links: [httpLink({ url: `${service.url}/trpc`, headers: () => headersOf(identity) })],
    });
  return {
    url: service.url,
    deps: service.deps,
    topic,
    newMember: (id = newId()): Member => {
      const identity = memberIdentity(id, ['MEMBER']);
      return { id, api: as(identity), headers: headersOf(identity) };
    },
    newAdmin: (id = newId()): Member => {
      const identity = memberIdentity(id, ['MEMBER', 'ADMIN']);
      return { id, api: as(identity), headers: headersOf(identity) };
    },
    nobody: as(anonymous('test')),
    /** Member, asking in the name of somebody. */
    forMember: (id: string) => as({ ...memberIdentity(id, ['MEMBER']), service: 'member' }),
    [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
  };
}

function memberIdentity(memberId: string, roles: Role[]): Identity {
  return {
    ...anonymous('test'),
    member: { memberId, sessionId: newId(), roles, amr: ['pwd'] },
  };
}

/** Sends events as the relay of another service would, until they are taken. */
export async function publish(topic: string, events: DomainEvent[]): Promise<void> {
  const brokers = stores().kafkaBrokers.split(',');
  const bus = { brokers, topic, acks: 1, replicationFactor: 1, clientId: 'test' } as const;
  await using publisher = createPublisher({ bus, log, now: () => new Date() });
  const messages = events.map((event) => ({
    key: event.subject.id,
    value: JSON.stringify(event),
  }));
  // As the relay does: a topic that was made this moment may have no leader yet.
  await vi.waitFor(() => publisher.publish(messages), { timeout: 20_000, interval: 200 });
}

/** An event as it travels. */
export function toEvent(event: NewEvent, at = new Date()): DomainEvent {
  return toOutboxRow(event, at).event;
}

/** One fact of each type, all done by `actorId`, and about `postId` where they are about a post. */
export function oneOfEach(actorId: string, postId: string): NewEvent[] {
  const other = newId();
  const createdAt = new Date().toISOString();
  const me = { kind: 'member', id: actorId } as const;
  const post = { kind: 'post', id: postId } as const;
  const text = 'What a day!';
  const written = { postId, authorId: actorId, text, createdAt, version: 1 };
  const like = { postId, postAuthorId: other, memberId: actorId };
  const follow = { memberId: actorId, targetId: other };
  const commentId = newId();
  const comment = {
    commentId,
    postId,
    postAuthorId: other,
    parentId: null,
    parentAuthorId: null,
    authorId: actorId,
    text,
    createdAt,
  };
  const reply = { kind: 'comment', id: commentId } as const;
  const commentLike = { ...like, commentId, commentAuthorId: other };
  const profile = { memberId: actorId, handle: 'ann', displayName: 'Ann' };
  return [
    { type: 'member.signed_up', actorId, subject: me, data: profile },
    { type: 'member.updated', actorId, subject: me, data: { ...profile, bio: '' } },
    {
      type: 'member.handle_changed',
      actorId,
      subject: me,
      data: { memberId: actorId, handle: 'anna', previousHandle: 'ann' },
    },
    {
      type: 'member.visibility_changed',
      actorId,
      subject: me,
      data: { memberId: actorId, visibility: 'PRIVATE', previousVisibility: 'PUBLIC' },
    },
    { type: 'member.followed', actorId, subject: me, data: follow },
    { type: 'member.unfollowed', actorId, subject: me, data: follow },
    { type: 'member.follow_requested', actorId, subject: me, data: follow },
    { type: 'member.follow_request_withdrawn', actorId, subject: me, data: follow },
    { type: 'member.blocked', actorId, subject: me, data: follow },
    { type: 'member.unblocked', actorId, subject: me, data: follow },
    { type: 'member.muted', actorId, subject: me, data: { ...follow, until: null } },
    { type: 'member.unmuted', actorId, subject: me, data: follow },
    { type: 'member.deactivated', actorId, subject: me, data: { memberId: actorId } },
    { type: 'member.reactivated', actorId, subject: me, data: { memberId: actorId } },
    { type: 'member.disabled', actorId, subject: me, data: { memberId: other } },
    { type: 'member.enabled', actorId, subject: me, data: { memberId: other } },
    { type: 'post.created', actorId, subject: post, data: written },
    { type: 'post.edited', actorId, subject: post, data: { ...written, version: 2 } },
    { type: 'post.deleted', actorId, subject: post, data: { ...written, version: 3 } },
    { type: 'post.liked', actorId, subject: post, data: like },
    { type: 'post.unliked', actorId, subject: post, data: like },
    { type: 'post.read', actorId, subject: post, data: { ...like, count: 1 } },
    { type: 'comment.created', actorId, subject: reply, data: comment },
    { type: 'comment.edited', actorId, subject: reply, data: comment },
    { type: 'comment.deleted', actorId, subject: reply, data: comment },
    { type: 'comment.read', actorId, subject: reply, data: { ...comment, memberId: actorId } },
    { type: 'comment.liked', actorId, subject: reply, data: commentLike },
    { type: 'comment.unliked', actorId, subject: reply, data: commentLike },
  ];
}

/** A like of some post. */
export function liked(actorId: string): NewEvent {
  const postId = newId();
  return {
    type: 'post.liked',
    actorId,
    subject: { kind: 'post', id: postId },
    data: { postId, postAuthorId: newId(), memberId: actorId },
  };
}

/** A dead letter that waits since then. */
export function letterOf(id: string, at: Date): DeadLetter {
  return {
    id,
    kind: 'listener',
    group: 'g',
    topic: 'topic',
    partition: 0,
    offset: '0',
    key: null,
    headers: {},
    value: null,
    eventId: null,
    eventType: null,
    errorClass: 'Error',
    errorMessage: 'cannot',
    attempts: 4,
    firstFailedAt: at,
    lastFailedAt: at,
    status: 'waiting',
    resends: 0,
    nextResendAt: at,
    resolvedAt: null,
  };
}

/** The failure of a call, as a caller sees it. */
export async function refusal(call: Promise<unknown>): Promise<{ code: unknown; status: unknown }> {
  const error: unknown = await call.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  const { appCode, httpStatus } = Object(Object(error)['data']);
  return { code: appCode, status: httpStatus };
}
