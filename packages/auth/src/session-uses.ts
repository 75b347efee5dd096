import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import * as z from 'zod';

import type { Principal } from './identity.ts';

/** Redis channel on which every process tells member of the access tokens it meets, as JSON. */
export const sessionUsesChannel = 'session-uses';

/** An access token (`jti`) of a session (`sid`) is in use: whoever uses it has received what came with it. */
export const SessionUse = z.object({ sessionId: z.uuid(), tokenId: z.uuid() });
export type SessionUse = z.infer<typeof SessionUse>;

/** More access tokens than one process meets in the life of one; a few hundred bytes each. */
const toldMax = 100_000;
/** What was told may have been lost at the listener: a message, a statement. */
const tellAgainMs = 5000;

/**
 * Tells member, over Redis, of each access token in use, with its first request and then every `tellAgainMs` while
 * there are more. What nobody heard (Redis or member away) is told again with the token's next request, and a request
 * never waits for it.
 */
export function createUseReporter(
  redis: Pick<Redis, 'publish'>,
): (principal: Pick<Principal, 'sessionId' | 'tokenId'>) => void {
  const told = new LRUCache<string, true>({ max: toldMax, ttl: tellAgainMs });
  return ({ sessionId, tokenId }) => {
    if (tokenId === undefined || told.has(tokenId)) return;
    told.set(tokenId, true);
    const use: SessionUse = { sessionId, tokenId };
    redis.publish(sessionUsesChannel, JSON.stringify(use)).then(
      (listeners) => {
        if (listeners === 0) told.delete(tokenId);
      },
      // The connection itself logs that Redis is away.
      () => told.delete(tokenId),
    );
  };
}

/** What a message on the channel says; undefined for anything else. */
export function parseSessionUse(message: string): SessionUse | undefined {
  try {
    return SessionUse.safeParse(JSON.parse(message)).data;
  } catch {
    return undefined;
  }
}
