import * as z from 'zod';

/** What a member's open pages are told to fetch: there are new posts, or what they are notified of has changed. */
export const Signal = z.enum(['feed', 'notification']);
export type Signal = z.infer<typeof Signal>;

/** Redis channel on which services send a member's signals. Best effort: pages also ask of their own accord. */
export function signalChannelOf(memberId: string): string {
  return `signal:${memberId}`;
}
