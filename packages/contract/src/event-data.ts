import * as z from 'zod';

import { AttachedImages } from './image.ts';
import { Visibility } from './member.ts';
import { SecurityNotice } from './notification.ts';

/*
 * A field that is added to a type has a default: topics and outboxes hold events written without it, and a replay
 * reads them for a week. What cannot have one needs a version of the envelope, or a type of its own.
 */

/** A counter as it was right after the fact; null where it was not told. */
const count = z.number().int().min(0).nullable().default(null);
/** Who may see what the author writes, at that time; null where it was not told. */
const visibility = Visibility.nullable().default(null);

/** Whether moderation hides it at that time: then nobody but its author is to learn what it says. */
const hidden = z.boolean().default(false);

/** BCP 47; null where it could not be told. */
const language = z.string().nullable().default(null);

const mentions = {
  /** Members whom the text names. */
  mentionedIds: z.array(z.uuid()).default([]),
  /** Handles that it names while it could not be told whose they are: who needs to know has to ask. */
  unresolvedHandles: z.array(z.string()).default([]),
};

const member = z.object({ memberId: z.uuid() });
const pair = member.extend({ targetId: z.uuid() });
const post = z.object({
  postId: z.uuid(),
  authorId: z.uuid(),
  text: z.string(),
  createdAt: z.iso.datetime(),
  editedAt: z.iso.datetime().nullable().default(null),
  /** Of the post: grows with every edit and with the deletion. */
  version: z.number().int(),
  visibility,
  /** Without `#`, as they are looked up. */
  tags: z.array(z.string()).default([]),
  ...mentions,
  language,
  contentWarning: z.string().nullable().default(null),
  likeCount: count,
  commentCount: count,
  hidden,
  images: AttachedImages.default([]),
  /** Images that it has had until now and will not have again. */
  removedImageIds: z.array(z.uuid()).default([]),
});
const postLike = z.object({
  postId: z.uuid(),
  postAuthorId: z.uuid(),
  memberId: z.uuid(),
  likeCount: count,
});
const comment = z.object({
  commentId: z.uuid(),
  postId: z.uuid(),
  postAuthorId: z.uuid(),
  parentId: z.uuid().nullable(),
  parentAuthorId: z.uuid().nullable(),
  authorId: z.uuid(),
  text: z.string(),
  createdAt: z.iso.datetime(),
  editedAt: z.iso.datetime().nullable().default(null),
  /** Of the comment: grows with every edit and with the deletion. */
  version: z.number().int().default(1),
  visibility,
  ...mentions,
  language,
  /** Of the post. */
  commentCount: count,
  hidden,
});
const removedComment = comment.pick({
  commentId: true,
  postId: true,
  postAuthorId: true,
  parentId: true,
  authorId: true,
  version: true,
  commentCount: true,
});
const commentLike = z.object({
  commentId: z.uuid(),
  commentAuthorId: z.uuid(),
  postId: z.uuid(),
  postAuthorId: z.uuid(),
  memberId: z.uuid(),
  likeCount: count,
});

/** What each type of event carries: enough that a consumer need not ask back. */
export const eventData = {
  'member.signed_up': member.extend({ handle: z.string(), displayName: z.string(), visibility }),
  'member.updated': member.extend({
    displayName: z.string(),
    bio: z.string(),
    avatarUrl: z.string().nullable().default(null),
    avatarImageId: z.uuid().nullable().default(null),
    coverImageId: z.uuid().nullable().default(null),
    /** Images that the profile has had until now and will not have again. */
    removedImageIds: z.array(z.uuid()).default([]),
  }),
  'member.handle_changed': member.extend({ handle: z.string(), previousHandle: z.string() }),
  'member.visibility_changed': member.extend({
    visibility: Visibility,
    previousVisibility: Visibility,
  }),
  /** `requested` says whether a request was granted; who follows by themselves did not wait for it. Null: not told. */
  'member.followed': pair.extend({ requested: z.boolean().nullable().default(null) }),
  'member.unfollowed': pair,
  'member.follow_requested': pair,
  /** Taken back by who asked. */
  'member.follow_request_withdrawn': pair,
  /** By who was asked: what was told of the request is taken back. Nobody is told of this, least of all who asked. */
  'member.follow_request_declined': pair,
  /** Ends the follows between the two, and the requests, both ways; they are not told of one by one. */
  'member.blocked': pair,
  'member.unblocked': pair,
  /** Tells until when, null for ever. The target never learns of it. */
  'member.muted': pair.extend({ until: z.iso.datetime().nullable() }),
  'member.unmuted': pair,
  /** From here on nobody else sees the member or what they wrote … */
  'member.deactivated': member,
  'member.disabled': member,
  /** … and from here on everybody does again. */
  'member.reactivated': member,
  'member.enabled': member,
  /** What the member has to know of if it was not them. */
  'member.security_noticed': member.extend({ notice: SecurityNotice }),
  /** The account is gone for good: whoever keeps anything of the member's, or that names them, removes it. */
  'member.erased': member,
  'post.created': post,
  'post.edited': post,
  /** By its author or, `actorId` null, moderation. */
  'post.deleted': post.pick({ postId: true, authorId: true, version: true }),
  /** By moderation: from here on only its author sees it … */
  'post.hidden': post.pick({ postId: true, authorId: true, version: true }),
  /** … and from here on everybody does again. */
  'post.unhidden': post,
  /** Seen `count` times, by one member or, `memberId` null, by people who were not logged in. Best effort. */
  'post.read': z.object({
    postId: z.uuid(),
    postAuthorId: z.uuid(),
    memberId: z.uuid().nullable(),
    count: z.number().int().min(1),
  }),
  'post.liked': postLike,
  'post.unliked': postLike,
  'comment.created': comment,
  'comment.edited': comment,
  /** By its author, the post's, or, `actorId` null, moderation. */
  'comment.deleted': removedComment,
  'comment.hidden': removedComment,
  /** What it says is null where it was not told. */
  'comment.unhidden': removedComment.extend({
    text: z.string().nullable().default(null),
    parentAuthorId: z.uuid().nullable().default(null),
    createdAt: z.iso.datetime().nullable().default(null),
    editedAt: z.iso.datetime().nullable().default(null),
    visibility,
    ...mentions,
    language,
  }),
  /** Best effort. */
  'comment.read': comment
    .pick({ commentId: true, postId: true, postAuthorId: true, authorId: true })
    .extend({ memberId: z.uuid() }),
  'comment.liked': commentLike,
  'comment.unliked': commentLike,
} as const;
