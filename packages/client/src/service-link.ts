import { httpBatchLink, httpLink, type Operation, type TRPCLink } from '@trpc/client';

import type { AppRouter } from './app-router.ts';
import { SupersededError } from './errors.ts';
import { type Http, toTrpcShape } from './http.ts';
import { type Sent, sentKey } from './refresh-link.ts';
import { splitPath } from './services.ts';
import type { TokenKeeper } from './token-keeper.ts';

/** As many operations as the gateway takes in one request, and as long an address as every proxy takes. */
const maxItems = 20;
const maxURLLength = 2083;

/**
 * The context of an operation that the page may be left with, `mutate(input, { context: keepalive })`: it is sent at
 * once, not with the next batch, and reaches the server although its page is gone.
 */
export const keepalive = { isKeptAlive: true };

type Sender = { http: Http; keeper: Pick<TokenKeeper, 'token' | 'epoch'> };

/**
 * Sends `content.post.create` to `/api/content` as `post.create`, so that a batch never spans services, nor what
 * different people asked.
 */
export function serviceLink(sender: Sender): TRPCLink<AppRouter> {
  return (runtime) => {
    let ofEpoch = -1;
    const links = new Map<string, ReturnType<TRPCLink<AppRouter>>>();
    return ({ op, next }) => {
      const { service, procedure } = splitPath(op.path);
      // A batch in the making stays with the links it began in; only new ones begin here.
      if (ofEpoch !== sender.keeper.epoch) links.clear();
      ofEpoch = sender.keeper.epoch;
      if (op.context['isKeptAlive'] === true) {
        return linkAloneTo(service, sender)(runtime)({ op: { ...op, path: procedure }, next });
      }
      const link = links.get(service) ?? linkTo(service, sender)(runtime);
      links.set(service, link);
      return link({ op: { ...op, path: procedure }, next });
    };
  };
}

function linkTo(service: string, sender: Sender): TRPCLink<AppRouter> {
  const { http, keeper } = sender;
  const epochOfBatch = keeper.epoch;
  return httpBatchLink<AppRouter>({
    url: `/api/${service}`,
    maxItems,
    maxURLLength,
    headers: ({ opList }) => {
      // A batch is sent one turn after it was filled: whose token is at hand may have changed meanwhile.
      if (keeper.epoch !== epochOfBatch) throw new SupersededError('The session has changed');
      return headersOf(sender, opList);
    },
    fetch: async (path, init) => toTrpcShape(await http(String(path), toRequestInit(init))),
  });
}

function linkAloneTo(service: string, sender: Sender): TRPCLink<AppRouter> {
  return httpLink<AppRouter>({
    url: `/api/${service}`,
    headers: ({ op }) => headersOf(sender, [op]),
    fetch: async (path, init) => {
      const answer = await sender.http(String(path), { ...toRequestInit(init), keepalive: true });
      return toTrpcShape(answer);
    },
  });
}

/** Notes what the operations are sent with. */
function headersOf(
  { keeper: { token, epoch } }: Sender,
  operations: readonly Operation[],
): Record<string, string> {
  const sent: Sent = { token, epoch };
  for (const op of operations) op.context[sentKey] = sent;
  return token === null ? {} : { authorization: `Bearer ${token}` };
}

/** tRPC describes the same object in its own, looser words. */
function toRequestInit(init: unknown): RequestInit {
  return init as RequestInit; // see above
}
