import { AppError } from '@dailyfeed/contract/errors';
import { safePath } from '@dailyfeed/contract/safe-path';
import { toAppError } from '@dailyfeed/service-kit/error-status';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Deps } from '../deps.ts';
import { linkIdentity, redeemLinkStart } from '../domain/provider-link.ts';
import { enter } from '../domain/provider-log-in.ts';
import {
  newTransaction,
  openTransaction,
  type ProviderTransaction,
  requestOf,
  sealTransaction,
  transactionTtlSeconds,
  useOnce,
} from '../domain/provider-transaction.ts';
import { getRedirectProvider } from '../domain/provider.ts';
import { createSessionTransport } from './session-transport.ts';
import { createTransactionCookies } from './transaction-cookies.ts';

export type ProviderRouteOptions = { deps: Deps; publicOrigins: readonly string[] };

/** Where pages of ours that a person is sent to begin; the site's router builds the same addresses. */
const pages = { complete: '/login/complete', logIn: '/login', account: '/settings/account' };

/** The paths at which any token is ignored. */
export function providerPathsOf(deps: Pick<Deps, 'providers'>): string[] {
  return deps.providers.flatMap((provider) =>
    provider.kind === 'redirect'
      ? [`/api/auth/${provider.id}/start`, `/api/auth/${provider.id}/callback`]
      : [],
  );
}

/**
 * Log-in at somebody else's page. Browsers come here by links and redirects, so every answer is a redirect to a page
 * of ours or of the provider, also when something went wrong.
 */
export function registerProvider(server: FastifyInstance, options: ProviderRouteOptions): void {
  server.get<{ Params: { provider: string } }>('/api/auth/:provider/start', (request, reply) =>
    start(request, reply, options),
  );
  server.get<{ Params: { provider: string } }>('/api/auth/:provider/callback', (request, reply) =>
    finish(request, reply, options),
  );
}

type ProviderCall = FastifyRequest<{ Params: { provider: string } }>;

async function start(
  request: ProviderCall,
  reply: FastifyReply,
  { deps, publicOrigins }: ProviderRouteOptions,
): Promise<FastifyReply> {
  const query = queryOf(request);
  const transport = { publicOrigins, now: () => deps.now() };
  const ticket = query.get('link');
  const next = safePath(query.get('next')) ?? '/';
  const page = ticket === null ? pages.logIn : pages.account;
  try {
    // Nobody else's page begins a log-in here.
    if (request.headers['sec-fetch-site'] === 'cross-site') throw new AppError('ORIGIN_REFUSED');
    const provider = getRedirectProvider(deps, request.params.provider);
    const origin = originOf(request, publicOrigins);
    const { refreshToken } = createSessionTransport(request, reply, { ...transport, origin });
    const link =
      ticket === null
        ? undefined
        : await redeemLinkStart(deps, ticket, { provider: provider.id, refreshToken });
    const transaction = newTransaction({ provider: provider.id, origin, next, link });
    const address = await provider.begin(requestOf(transaction));
    const cookies = createTransactionCookies(request, reply, publicOrigins);
    const sealed = await sealTransaction(deps, transaction);
    cookies.set(transaction, { sealed, maxAgeSeconds: transactionTtlSeconds });
    return await send(reply, address.href);
  } catch (error) {
    return sendFailure(request, reply, { error, page, next });
  }
}

async function finish(
  request: ProviderCall,
  reply: FastifyReply,
  { deps, publicOrigins }: ProviderRouteOptions,
): Promise<FastifyReply> {
  const query = queryOf(request);
  const transport = { publicOrigins, now: () => deps.now() };
  const state = query.get('state') ?? '';
  const cookies = createTransactionCookies(request, reply, publicOrigins);
  const sealed = cookies.take(state);
  let transaction: ProviderTransaction | undefined;
  try {
    const provider = getRedirectProvider(deps, request.params.provider);
    transaction = await openTransaction(deps, sealed?.value, { provider: provider.id, state });
    if (!sealed?.isFor(transaction)) throw new AppError('PROVIDER_TRANSACTION_INVALID');
    await useOnce(deps, transaction.id, transactionTtlSeconds);
    const exchange = requestOf(transaction);
    const answer = new URL(`?${query.toString()}`, exchange.redirectUri);
    const proven = await provider.complete(answer, exchange);
    const { link, next, origin } = transaction;
    if (link) {
      await linkIdentity(deps, { linker: link, provider, proven });
      return await send(reply, `${pages.account}?linked=${provider.id}`);
    }
    const { identity } = request;
    const { session, isNew } = await enter(deps, { provider, proven, identity });
    createSessionTransport(request, reply, { ...transport, origin }).keep(session);
    const onward = new URLSearchParams({
      next,
      ...(isNew && { new: '1' }),
      ...(session.isReactivated && { reactivated: '1' }),
    });
    return await send(reply, `${pages.complete}?${onward.toString()}`);
  } catch (error) {
    const page = transaction?.link ? pages.account : pages.logIn;
    return sendFailure(request, reply, { error, page, next: transaction?.next ?? '/' });
  }
}

function queryOf(request: FastifyRequest): URLSearchParams {
  const cut = request.url.indexOf('?');
  return new URLSearchParams(cut < 0 ? '' : request.url.slice(cut + 1));
}

/** Of our pages, the one that leads here; else the first. It decides where the provider sends the browser back. */
function originOf(request: FastifyRequest, publicOrigins: readonly string[]): string {
  const { referer = '' } = request.headers;
  const from = URL.canParse(referer) ? new URL(referer).origin : '';
  return publicOrigins.find((each) => each === from) ?? publicOrigins[0] ?? '';
}

function sendFailure(
  request: FastifyRequest,
  reply: FastifyReply,
  failed: { error: unknown; page: string; next: string },
): FastifyReply {
  const { code, cause } = toAppError(failed.error);
  if (code === 'INTERNAL') request.log.error({ err: cause }, 'request failed');
  if (code === 'STORE_UNAVAILABLE') request.log.warn({ err: cause }, 'store unavailable');
  const query = new URLSearchParams({
    error: code,
    ...(failed.next !== '/' && { next: failed.next }),
  });
  return send(reply, `${failed.page}?${query.toString()}`);
}

/** Addresses here hold what is good once: they are kept nowhere, and told to nobody. */
function send(reply: FastifyReply, address: string): FastifyReply {
  return reply
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .redirect(address, 303);
}
