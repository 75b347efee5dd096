import * as z from 'zod';

import { PostCounters } from './signal.ts';

/**
 * What is pushed to a member's open pages. Each says how things are, never what has changed: whoever was away for a
 * while has missed nothing once the next one is there.
 */
export const StreamMessage = z.discriminatedUnion('type', [
  /** There may be posts the page does not show: it asks `feed.head`. */
  z.object({ type: z.literal('feed') }),
  /** Unread rows of notifications. */
  z.object({ type: z.literal('unread'), count: z.number().int() }),
  /** Of a post that a page of the member has open. */
  PostCounters.extend({ type: z.literal('post') }),
]);
export type StreamMessage = z.infer<typeof StreamMessage>;

/** The id of the last message that was received; tRPC's clients send it when they connect anew. */
export const StreamInput = z.strictObject({ lastEventId: z.string().max(64).nullish() }).optional();
