import { AppError } from '@dailyfeed/contract/errors';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** One tab of a browser holds the stream for all; so many browsers nobody has open. */
const ofMemberMax = 20;
/** A page asks by itself meanwhile. */
const retryAfterSeconds = 30;
/** Four times what is said at least every 15 s, if it is only that the stream is there. */
const stalledMs = 60_000;

/**
 * Refuses a stream beyond what this process holds at once (UPSTREAM_UNAVAILABLE, for another process to take it) or
 * what is one member's part of it (RATE_LIMITED), before it is opened: clients come back after the time that is named. Ends
 * one whose reader has taken nothing for a minute, though there was something to take.
 */
export function limitStreams(server: FastifyInstance, limits: { streams: number }): void {
  const openOf = new Map<string, number>();
  let open = 0;
  server.addHook('onRequest', async (request, reply) => {
    const memberId = request.identity.member?.memberId;
    // The procedure refuses whoever is no member.
    if (memberId === undefined || !asksForStream(request)) return;
    const own = openOf.get(memberId) ?? 0;
    if (own >= ofMemberMax) throw new AppError('RATE_LIMITED', { details: { retryAfterSeconds } });
    if (open >= limits.streams) {
      throw new AppError('UPSTREAM_UNAVAILABLE', { details: { retryAfterSeconds } });
    }
    open += 1;
    openOf.set(memberId, own + 1);
    // Of a connection on which neither anything is said nor anything that was said gets on.
    reply.raw.setTimeout(stalledMs, () => reply.raw.destroy());
    reply.raw.once('close', () => {
      open -= 1;
      const left = (openOf.get(memberId) ?? 1) - 1;
      if (left === 0) openOf.delete(memberId);
      else openOf.set(memberId, left);
    });
  });
}

function asksForStream({ params }: FastifyRequest): boolean {
  const { path } = params as { path?: string }; // of tRPC's route; no other has one
  return path?.split(',').includes('stream.member') ?? false;
}
