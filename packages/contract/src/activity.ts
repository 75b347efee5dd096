import * as z from 'zod';

import { eventTypes } from './events.ts';
import { MemberSummary } from './member.ts';
import { PageInput, pageOf } from './page.ts';

/** Every event is a line of its actor's story, but the one that ends it, those that are nobody's, and a refusal. */
export const ActivityType = z
  .enum(eventTypes)
  .exclude([
    'member.erased',
    'member.follow_request_declined',
    'member.security_noticed',
    'post.hidden',
    'post.unhidden',
    'comment.hidden',
    'comment.unhidden',
  ]);
export type ActivityType = z.infer<typeof ActivityType>;

/** One line of "my story". */
export const Activity = z.object({
  id: z.uuid(),
  type: ActivityType,
  occurredAt: z.iso.datetime(),
  actorId: z.uuid(),
  subject: z.object({ kind: z.string(), id: z.uuid() }),
  /** The post to open, where there is one. */
  postId: z.uuid().nullable(),
  /** Beginning of the text as it reads at present; empty where there is none, or it is deleted. */
  excerpt: z.string(),
});
export type Activity = z.infer<typeof Activity>;

export const MyActivityInput = PageInput.extend({ type: ActivityType.nullish() });
export const ActivityPage = pageOf(Activity);
export type ActivityPage = z.infer<typeof ActivityPage>;

export const ActivityIdInput = z.strictObject({ id: z.uuid() });

/** What is of interest to those who follow who did it; the rest is nobody else's business. */
export const FollowingActivityType = ActivityType.extract([
  'post.created',
  'post.edited',
  'post.liked',
  'post.unliked',
  'comment.created',
  'comment.edited',
  'comment.liked',
  'comment.unliked',
  'member.followed',
]);

/** What somebody one follows did, and to whose it was done. */
export const FollowingActivity = Activity.omit({ actorId: true }).extend({
  type: FollowingActivityType,
  actor: MemberSummary,
  /** Whose the post or comment is, or who was followed; the actor themselves where it is their own. */
  owner: MemberSummary,
});
export type FollowingActivity = z.infer<typeof FollowingActivity>;
export const FollowingActivityPage = pageOf(FollowingActivity);
