import * as z from 'zod';

import { MemberId, MemberSummary } from './member.ts';
import { PageInput, pageOf } from './page.ts';
import { PostId } from './post.ts';

/** What somebody else might have done with one's account. */
export const SecurityNotice = z.enum([
  'new_device',
  'password_changed',
  'email_changed',
  'session_reused',
  'provider_linked',
  'provider_unlinked',
]);
export type SecurityNotice = z.infer<typeof SecurityNotice>;

/** What a member is told of: what others did to what is theirs, or to their account. */
export const NotificationKind = z.enum([
  'like',
  'comment',
  'reply',
  'mention',
  'follow',
  'follow_request',
  'follow_approval',
  /** Somebody whose posts one has asked to hear of has written one. */
  'post',
  /** Moderation has hidden what one wrote … */
  'text_hidden',
  /** … and shows it to others again. */
  'text_restored',
  ...SecurityNotice.options,
]);
export type NotificationKind = z.infer<typeof NotificationKind>;

/** What a notification is about. */
export const NotificationTarget = z.object({
  kind: z.enum(['post', 'comment', 'member']),
  id: z.uuid(),
});
export type NotificationTarget = z.infer<typeof NotificationTarget>;

/** One row: all that happened of one kind to one thing in a day, or all that one member did in a burst. */
export const Notification = z.object({
  /** Stays the same while more of it happens. */
  id: z.string(),
  kind: NotificationKind,
  /** Those who did it last, at most 3, the latest first; nobody where moderation did, or the account is told of. */
  actors: z.array(MemberSummary),
  /** How many did it in all. */
  actorCount: z.number().int(),
  /** How often it happened; one member may comment several times. */
  count: z.number().int(),
  target: NotificationTarget,
  /** The post to open, where there is one. */
  postId: PostId.nullable(),
  /** The comment in it whose text is shown, where it is one. */
  commentId: z.uuid().nullable(),
  /** The beginning of the latest text, or empty. */
  excerpt: z.string(),
  latestAt: z.iso.datetime(),
  isRead: z.boolean(),
});
export type Notification = z.infer<typeof Notification>;

export const NotificationListInput = PageInput.extend({ kind: NotificationKind.nullish() });
export const NotificationPage = pageOf(Notification).extend({
  /** When it was read: what is told later is not in it. */
  asOf: z.iso.datetime(),
});
export type NotificationPage = z.infer<typeof NotificationPage>;

/** More than this many unread rows are not told apart. */
export const unreadCountMax = 99;
export const UnreadCount = z.object({ count: z.number().int().min(0).max(unreadCountMax) });
export type UnreadCount = z.infer<typeof UnreadCount>;

export const MarkReadInput = z.strictObject({
  /** The latest `latestAt` of the rows that were seen: what happened later stays unread … */
  until: z.iso.datetime(),
  /** … as does what was told later than this, however long ago it happened: `asOf` of the page. Else it is now. */
  asOf: z.iso.datetime().nullish(),
});
export type MarkReadInput = z.infer<typeof MarkReadInput>;

/** From whom one wants to hear. */
export const NotificationSource = z.enum(['everyone', 'following', 'nobody']);
export type NotificationSource = z.infer<typeof NotificationSource>;

/** What can be asked for or not; to hear of somebody's posts is decided for each of them. */
export const NotificationPreferences = z.strictObject({
  like: NotificationSource,
  comment: NotificationSource,
  reply: NotificationSource,
  mention: NotificationSource,
  follow: NotificationSource,
});
export type NotificationPreferences = z.infer<typeof NotificationPreferences>;

/** Kinds that are left out stay as they are: they may have been changed elsewhere. */
export const NotificationPreferencesInput = NotificationPreferences.partial();
export type NotificationPreferencesInput = z.infer<typeof NotificationPreferencesInput>;

export const ThreadMuteInput = z.strictObject({ postId: PostId });
export const ThreadMuteState = z.object({ muted: z.boolean() });
export type ThreadMuteState = z.infer<typeof ThreadMuteState>;

export const SubscriptionInput = z.strictObject({ memberId: MemberId });
export const SubscriptionState = z.object({ subscribed: z.boolean() });
export type SubscriptionState = z.infer<typeof SubscriptionState>;
