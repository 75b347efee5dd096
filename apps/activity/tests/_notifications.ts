import type { DomainEvent, EventData, EventOf } from '@dailyfeed/contract/events';
import type { Notification } from '@dailyfeed/contract/notification';
import type { NewEvent } from '@dailyfeed/events/new-event';
import { newId } from '@dailyfeed/service-kit/id';

import { notifyOf, notifyOfMany } from '../src/domain/notification-event.ts';
import { type Member, startTestActivity, toEvent } from './_harness.ts';
import { createTestMembers } from './_members.ts';

/** An hour of a day long enough that nothing crosses midnight by itself. */
export const noon = Date.parse('2026-11-21T12:00:00Z');

/** The service with people it knows; `tell` hands it an event, `tellMany` a batch, as the consumer does. */
export async function startNotifications(
  members = createTestMembers(),
  env: Parameters<typeof startTestActivity>[0] = {},
) {
  const signalled: string[] = [];
  const left: { event: EventOf<'post.created'>; name: string; number: number }[] = [];
  let clock: number | null = null;
  const activity = await startTestActivity(env, {
    members: members.port,
    signals: { notify: (id) => void signalled.push(id), listen: () => () => undefined },
    parts: { leave: async (event, part) => void left.push({ event, ...part }) },
    now: () => (clock === null ? new Date() : new Date(noon + clock * 60_000)),
  });
  return {
    members,
    signalled,
    /** Parts that were left to be done. */
    left,
    deps: activity.deps,
    nobody: activity.nobody,
    forMember: activity.forMember,
    /** Has the service's clock stand at so many minutes after noon, for what is asked of it meanwhile; null: has it go. */
    setClock: (minute: number | null): void => void (clock = minute),
    join: (): Member => activity.newMember(members.add()),
    /** At so many minutes after noon. */
    tell: (event: NewEvent, minute = 0): Promise<void> =>
      notifyOf(activity.deps, at(minute, event)),
    tellMany: (events: DomainEvent[]): Promise<void> => notifyOfMany(activity.deps, events),
    [Symbol.asyncDispose]: () => activity[Symbol.asyncDispose](),
  };
}

/** An event at so many minutes after noon; `version` is its subject's, as the outbox counts. */
export function at(minute: number, event: NewEvent, version = 0): DomainEvent {
  const told = toEvent(event, new Date(noon + minute * 60_000));
  return { ...told, subject: { ...told.subject, version } };
}

export type World = Awaited<ReturnType<typeof startNotifications>>;

export function postBy(
  author: Member,
  postId = newId(),
  given: Partial<EventData<'post.created'>> = {},
): NewEvent & { type: 'post.created' } {
  return {
    type: 'post.created',
    actorId: author.id,
    subject: { kind: 'post', id: postId },
    data: {
      postId,
      authorId: author.id,
      text: 'What a day!',
      createdAt: new Date(noon).toISOString(),
      version: 1,
      ...given,
    },
  };
}

export function editOf(
  post: NewEvent & { type: 'post.created' },
  given: Partial<EventData<'post.edited'>>,
): NewEvent {
  return { ...post, type: 'post.edited', data: { ...post.data, version: 2, ...given } };
}

export function deletionOf(author: Member, postId: string): NewEvent {
  return {
    type: 'post.deleted',
    actorId: author.id,
    subject: { kind: 'post', id: postId },
    data: { postId, authorId: author.id, version: 9 },
  };
}

export function likeBy(
  actor: Member,
  of: { author: Member; postId: string },
  type: 'post.liked' | 'post.unliked' = 'post.liked',
): NewEvent {
  const { author, postId } = of;
  return {
    type,
    actorId: actor.id,
    subject: { kind: 'post', id: postId },
    data: { postId, postAuthorId: author.id, memberId: actor.id },
  };
}

export function commentBy(
  actor: Member,
  args: {
    author: Member;
    postId: string;
    parent?: { id: string; author: Member };
    id?: string;
    mentionedIds?: string[];
  },
): NewEvent & { type: 'comment.created' } {
  const commentId = args.id ?? newId();
  return {
    type: 'comment.created',
    actorId: actor.id,
    subject: { kind: 'comment', id: commentId },
    data: {
      commentId,
      postId: args.postId,
      postAuthorId: args.author.id,
      parentId: args.parent?.id ?? null,
      parentAuthorId: args.parent?.author.id ?? null,
      authorId: actor.id,
      text: `words of ${commentId}`,
      mentionedIds: args.mentionedIds ?? [],
      createdAt: new Date(noon).toISOString(),
    },
  };
}

export function commentLikeBy(
  actor: Member,
  { subject, data }: ReturnType<typeof commentBy>,
  type: 'comment.liked' | 'comment.unliked' = 'comment.liked',
): NewEvent {
  const { commentId, postId, postAuthorId, authorId: commentAuthorId } = data;
  const like = { commentId, commentAuthorId, postId, postAuthorId, memberId: actor.id };
  return { type, actorId: actor.id, subject, data: like };
}

/** A follow that was not asked for, unless `type` says something else. */
export function followBy(
  actor: Member,
  target: Member,
  type:
    | 'member.unfollowed'
    | 'member.follow_requested'
    | 'member.follow_request_withdrawn'
    | 'member.blocked'
    | null = null,
): NewEvent {
  if (type === null) return grantOf(actor, target, false);
  const data = { memberId: actor.id, targetId: target.id };
  return { type, actorId: actor.id, subject: { kind: 'member', id: target.id }, data };
}

/** Who was asked to be followed refuses. */
export function declineBy(target: Member, asker: Member): NewEvent {
  const data = { memberId: asker.id, targetId: target.id };
  const subject = { kind: 'member', id: target.id } as const;
  return { type: 'member.follow_request_declined', actorId: target.id, subject, data };
}

/** A follow that was asked for, or not, or of which an older release does not say so. */
export function grantOf(actor: Member, target: Member, requested: boolean | null = true): NewEvent {
  const data = { memberId: actor.id, targetId: target.id, requested };
  const subject = { kind: 'member', id: target.id } as const;
  return { type: 'member.followed', actorId: actor.id, subject, data };
}

type Text = ReturnType<typeof postBy> | ReturnType<typeof commentBy>;

/** By moderation, which is nobody in particular. */
export function hidingOf(text: Text): NewEvent {
  const { subject } = text;
  if (text.type === 'post.created') {
    const { postId, authorId } = text.data;
    const data = { postId, authorId, version: 1 };
    return { type: 'post.hidden', actorId: null, subject, data };
  }
  const { commentId, postId, postAuthorId, parentId, authorId } = text.data;
  const data = { commentId, postId, postAuthorId, parentId, authorId };
  return { type: 'comment.hidden', actorId: null, subject, data };
}

export function restorationOf(text: Text): NewEvent {
  const { subject } = text;
  return text.type === 'post.created'
    ? { type: 'post.unhidden', actorId: null, subject, data: text.data }
    : { type: 'comment.unhidden', actorId: null, subject, data: text.data };
}

export async function readAll({ api }: Member, limit = 20): Promise<Notification[]> {
  const items: Notification[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: Notification[]; nextCursor: string | null } =
      await api.notification.list.query({ limit, cursor });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}

/** What a row says, in short: kind, how many did it, how often. */
export function briefOf({ kind, actorCount, count }: Notification): string {
  return `${kind} by ${actorCount}, ${count}`;
}
