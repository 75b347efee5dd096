import type { ServerResponse } from 'node:http';

import type { AccessTokenVerifier } from './access-token.ts';
import type { Principal } from './identity.ts';
import type { Revocations } from './revocations.ts';

/** What is being answered to members, and ends when their token is refused meanwhile: an event stream, a download. */
export type OpenAnswers = {
  add(answer: OpenAnswer): void;
  close(): void;
};

export type OpenAnswer = {
  response: ServerResponse;
  /** The access token the request came with, and whom it speaks for. */
  token: string;
  principal: Principal;
};

/** Time for what is nearly done, such as the answer to the very log-out that revokes its own token. */
const graceMs = 500;

/**
 * Follows the revocations. A stream under way (a GET whose head is out) is cut at once; any other answer may be
 * finished for half a second. Streams of another service end with the request that passed them on.
 */
export function createOpenAnswers(options: {
  accessTokens: AccessTokenVerifier;
  revocations: Pick<Revocations, 'subscribe'>;
}): OpenAnswers {
  const byOwner = new Map<string, Set<OpenAnswer>>();
  const graces = new Set<NodeJS.Timeout>();

  function endLater(response: ServerResponse): void {
    const timer = setTimeout(() => {
      graces.delete(timer);
      response.destroy();
    }, graceMs);
    timer.unref();
    graces.add(timer);
  }

  async function endIfRefused({ response, token }: OpenAnswer): Promise<void> {
    // A member who has logged in again is not meant, and a token that expired in the course of its stream is no reason.
    const { kind } = await options.accessTokens.verify(token);
    if (kind === 'valid' || response.writableEnded) return;
    const isStreaming = response.headersSent && response.req.method === 'GET';
    if (isStreaming) response.destroy();
    else endLater(response);
  }

  const unsubscribe = options.revocations.subscribe((revocation) => {
    const concerned =
      revocation.kind === 'key' ? [...byOwner.values()] : [byOwner.get(revocation.id)];
    for (const answers of concerned) {
      for (const answer of answers ?? []) {
        // Only asks what is known already; it cannot fail once a revocation has arrived.
        endIfRefused(answer).catch(() => answer.response.destroy());
      }
    }
  });

  return {
    add: (answer) => {
      const owners = ownersOf(answer.principal);
      for (const id of owners) {
        const answers = byOwner.get(id) ?? new Set();
        byOwner.set(id, answers.add(answer));
      }
      answer.response.once('close', () => {
        for (const id of owners) {
          const answers = byOwner.get(id);
          answers?.delete(answer);
          if (answers?.size === 0) byOwner.delete(id);
        }
      });
    },
    close: () => {
      unsubscribe();
      for (const timer of graces) clearTimeout(timer);
    },
  };
}

/** What may be revoked of a request, beside the key of its token. Ids of different things never meet: they are UUIDs. */
function ownersOf({ memberId, sessionId, tokenId }: Principal): string[] {
  return [memberId, sessionId, ...(tokenId === undefined ? [] : [tokenId])];
}
