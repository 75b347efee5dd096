import { eventTypes } from '@dailyfeed/contract/events';
import { expect, test } from 'vitest';

import { keyTimeOf, messageKeyOf } from './message-key.ts';
import type { NewEvent } from './new-event.ts';

const ann = '0190c1f2-0000-7000-8000-00000000000a';
const bob = '0190c1f2-0000-7000-8000-00000000000b';
const postId = '0190c1f2-0000-7000-8000-000000000001';
const commentId = '0190c1f2-0000-7000-8000-000000000002';
const now = new Date('2026-11-21T09:08:07.065Z');
const time = '2026-11-21 09:08:07.065432000';

const post = { postId, authorId: ann, text: 'hi', createdAt: now.toISOString(), version: 2 };
const like = { postId, postAuthorId: ann, memberId: bob };
const subject = { kind: 'post', id: postId } as const;
const memberSubject = { kind: 'member', id: ann } as const;
const follow = { memberId: bob, targetId: ann };
const commentSubject = { kind: 'comment', id: commentId } as const;
const comment = {
  commentId,
  postId,
  postAuthorId: ann,
  parentId: null,
  parentAuthorId: null,
  authorId: bob,
  text: 'yes',
  createdAt: now.toISOString(),
};
const commentLike = {
  commentId,
  commentAuthorId: bob,
  postId,
  postAuthorId: ann,
  memberId: ann,
};
const events: [NewEvent, string][] = [
  [
    {
      type: 'member.signed_up',
      actorId: ann,
      subject: memberSubject,
      data: { memberId: ann, handle: 'ann', displayName: 'Ann' },
    },
    `MEMBER_SIGNUP###${ann}`,
  ],
  ...(['deactivated', 'reactivated'] as const).map((what): [NewEvent, string] => [
    {
      type: `member.${what}`,
      actorId: ann,
      subject: memberSubject,
      data: { memberId: ann },
    },
    `MEMBER_${what === 'deactivated' ? 'DEACTIVATE' : 'REACTIVATE'}###${ann}###${time}`,
  ]),
  ...(['disabled', 'enabled'] as const).map((what): [NewEvent, string] => [
    {
      type: `member.${what}`,
      actorId: bob,
      subject: memberSubject,
      data: { memberId: ann },
    },
    `MEMBER_${what === 'disabled' ? 'DISABLE' : 'ENABLE'}###${ann}###${bob}###${time}`,
  ]),
  [
    {
      type: 'member.security_noticed',
      actorId: null,
      subject: memberSubject,
      data: { memberId: ann, notice: 'new_device' },
    },
    `MEMBER_SECURITY_NOTICE###${ann}###NEW_DEVICE###${time}`,
  ],
  [
    { type: 'member.erased', actorId: ann, subject: memberSubject, data: { memberId: ann } },
    `MEMBER_ERASE###${ann}`,
  ],
  [
    {
      type: 'member.updated',
      actorId: ann,
      subject: memberSubject,
      data: { memberId: ann, displayName: 'Ann', bio: '' },
    },
    `MEMBER_UPDATE###${ann}###${time}`,
  ],
  [
    {
      type: 'member.handle_changed',
      actorId: ann,
      subject: memberSubject,
      data: { memberId: ann, handle: 'anna', previousHandle: 'ann' },
    },
    `MEMBER_HANDLE_CHANGE###${ann}###${time}`,
  ],
  [
    {
      type: 'member.visibility_changed',
      actorId: ann,
      subject: memberSubject,
      data: { memberId: ann, visibility: 'PRIVATE', previousVisibility: 'PUBLIC' },
    },
    `MEMBER_VISIBILITY_CHANGE###${ann}###${time}`,
  ],
  [
    { type: 'member.followed', actorId: bob, subject: memberSubject, data: follow },
    `MEMBER_FOLLOW###${ann}###${bob}`,
  ],
  [
    { type: 'member.unfollowed', actorId: bob, subject: memberSubject, data: follow },
    `MEMBER_UNFOLLOW###${ann}###${bob}`,
  ],
  [
    { type: 'member.blocked', actorId: bob, subject: memberSubject, data: follow },
    `MEMBER_BLOCK###${ann}###${bob}`,
  ],
  [
    { type: 'member.unblocked', actorId: bob, subject: memberSubject, data: follow },
    `MEMBER_UNBLOCK###${ann}###${bob}`,
  ],
  [
    { type: 'member.follow_requested', actorId: bob, subject: memberSubject, data: follow },
    `MEMBER_FOLLOW_REQUEST###${ann}###${bob}`,
  ],
  [
    { type: 'member.follow_request_withdrawn', actorId: bob, subject: memberSubject, data: follow },
    `MEMBER_FOLLOW_REQUEST_CANCEL###${ann}###${bob}`,
  ],
  [
    { type: 'member.follow_request_declined', actorId: ann, subject: memberSubject, data: follow },
    `MEMBER_FOLLOW_REQUEST_DECLINE###${bob}###${ann}`,
  ],
  [
    {
      type: 'member.muted',
      actorId: bob,
      subject: memberSubject,
      data: { ...follow, until: null },
    },
    `MEMBER_MUTE###${ann}###${bob}`,
  ],
  [
    { type: 'member.unmuted', actorId: bob, subject: memberSubject, data: follow },
    `MEMBER_UNMUTE###${ann}###${bob}`,
  ],
  [{ type: 'post.created', actorId: ann, subject, data: post }, `POST_CREATE###${postId}###${ann}`],
  [
    { type: 'post.edited', actorId: ann, subject, data: post },
    `POST_UPDATE###${postId}###${ann}###${time}`,
  ],
  [
    { type: 'post.deleted', actorId: ann, subject, data: { postId, authorId: ann, version: 3 } },
    `POST_DELETE###${postId}###${ann}###${time}`,
  ],
  [{ type: 'post.liked', actorId: bob, subject, data: like }, `LIKE_POST###${postId}###${bob}`],
  [
    { type: 'post.unliked', actorId: bob, subject, data: like },
    `LIKE_POST_CANCEL###${postId}###${bob}`,
  ],
  [
    {
      type: 'post.hidden',
      actorId: null,
      subject,
      data: { postId, authorId: ann, version: 2 },
    },
    `POST_HIDE###${postId}###moderation###${time}`,
  ],
  [
    {
      type: 'post.read',
      actorId: bob,
      subject,
      data: { postId, postAuthorId: ann, memberId: bob, count: 1 },
    },
    `POST_READ###${postId}###${bob}###${time}`,
  ],
  [
    {
      type: 'post.read',
      actorId: null,
      subject,
      data: { postId, postAuthorId: ann, memberId: null, count: 3 },
    },
    `POST_READ###${postId}###anonymous###${time}`,
  ],
  [
    { type: 'comment.created', actorId: bob, subject: commentSubject, data: comment },
    `COMMENT_CREATE###${commentId}###${bob}`,
  ],
  [
    { type: 'comment.edited', actorId: bob, subject: commentSubject, data: comment },
    `COMMENT_UPDATE###${commentId}###${bob}###${time}`,
  ],
  [
    { type: 'post.unhidden', actorId: null, subject, data: post },
    `POST_UNHIDE###${postId}###moderation###${time}`,
  ],
  [
    { type: 'comment.hidden', actorId: null, subject: commentSubject, data: comment },
    `COMMENT_HIDE###${commentId}###moderation###${time}`,
  ],
  [
    { type: 'comment.unhidden', actorId: null, subject: commentSubject, data: comment },
    `COMMENT_UNHIDE###${commentId}###moderation###${time}`,
  ],
  [
    { type: 'comment.deleted', actorId: ann, subject: commentSubject, data: comment },
    `COMMENT_DELETE###${commentId}###${ann}###${time}`,
  ],
  [
    {
      type: 'comment.read',
      actorId: ann,
      subject: commentSubject,
      data: { ...comment, memberId: ann },
    },
    `COMMENT_READ###${commentId}###${ann}###${time}`,
  ],
  [
    { type: 'comment.liked', actorId: ann, subject: commentSubject, data: commentLike },
    `LIKE_COMMENT###${commentId}###${ann}`,
  ],
  [
    { type: 'comment.unliked', actorId: ann, subject: commentSubject, data: commentLike },
    `LIKE_COMMENT_CANCEL###${commentId}###${ann}`,
  ],
];

test.each(events)('$type has its form', (event, expected) => {
  expect(messageKeyOf(event, time)).toBe(`member_activity:kafka_event:${expected}`);
});

test('every type of event has a form', () => {
  const tested = new Set(events.map(([event]) => event.type));
  expect(tested).toEqual(new Set(eventTypes));
});

test('a time that is known to the millisecond is written to the nanosecond', () => {
  expect(keyTimeOf(now)).toBe('2026-11-21 09:08:07.065000000');
});
