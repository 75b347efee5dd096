import * as z from 'zod';

/** What a member's open pages are told to fetch: there are new posts, or what they are notified of has changed. */
export const plainSignals = ['feed', 'notification'] as const;
export type PlainSignal = (typeof plainSignals)[number];

/** The counters of a post that is open on a page, as they are; null where they did not change. */
export const PostCounters = z.object({
  postId: z.uuid(),
  likeCount: z.number().int().nullable(),
  commentCount: z.number().int().nullable(),
});
export type PostCounters = z.infer<typeof PostCounters>;

const counters = /^post:([0-9a-f-]{36}):(\d{1,10}|-):(\d{1,10}|-)$/;

export const Signal = z.union([z.enum(plainSignals), z.string().regex(counters)]);
export type Signal = z.infer<typeof Signal>;

export function toCountersSignal({ postId, likeCount, commentCount }: PostCounters): Signal {
  return `post:${postId}:${likeCount ?? '-'}:${commentCount ?? '-'}`;
}

/** Undefined for a signal of another kind. */
export function readCountersSignal(signal: Signal): PostCounters | undefined {
  const [, postId, likes, comments] = counters.exec(signal) ?? [];
  if (postId === undefined) return undefined;
  const toCount = (text: string | undefined): number | null =>
    text === undefined || text === '-' ? null : Number(text);
  return { postId, likeCount: toCount(likes), commentCount: toCount(comments) };
}

/**
 * Redis channel on which the ids of authors are sent who have written, and whom too many follow for each of them to be
 * told. Best effort, as `signalChannelOf`.
 */
export const authorsChannel = 'signal:authors';

/**
 * Redis channel on which the ids of members are sent who have closed or opened their account, or have gone or come back:
 * whoever remembers them forgets them at once. Best effort: their events say the same.
 */
export const membersChannel = 'signal:members';

/** Redis channel on which services send a member's signals. Best effort: pages also ask of their own accord. */
export function signalChannelOf(memberId: string): string {
  return `signal:${memberId}`;
}
