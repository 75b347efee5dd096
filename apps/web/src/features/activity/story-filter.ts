import type { ActivityType } from '@dailyfeed/contract/activity';

/** What of a story one may want to see alone; the rest is found among everything. */
export const storyFilters = [
  'post.created',
  'post.edited',
  'post.liked',
  'post.read',
  'comment.created',
  'comment.edited',
  'comment.liked',
  'member.followed',
  'member.unfollowed',
  'member.blocked',
  'member.muted',
  'member.updated',
] as const satisfies readonly ActivityType[];
export type StoryFilter = (typeof storyFilters)[number];

/** Undefined for everything, and for what is no filter. */
export function findStoryFilter(value: unknown): StoryFilter | undefined {
  return storyFilters.find((filter) => filter === value);
}
