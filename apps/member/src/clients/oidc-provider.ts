import { AppError } from '@dailyfeed/contract/errors';
import type { Provider } from '@dailyfeed/contract/provider';
import type { Log } from '@dailyfeed/service-kit/log';
import * as oidc from 'openid-client';

import type { ProvenIdentity, ProviderRequest, RedirectProvider } from '../deps.ts';

/** For each request to the issuer; a person waits for it. */
const defaultTimeoutSeconds = 5;
const scope = 'openid email profile';
/** Issuers replace their addresses rarely; keys are asked for anew by themselves. */
const discoveryLifeMs = 3_600_000;

export type OidcOptions = Provider & {
  issuer: string;
  clientId: string;
  clientSecret: string;
  log: Log;
  now(): Date;
  timeoutSeconds?: number;
};

/** OpenID Connect by the code flow, with PKCE, nonce and state, for any issuer that can be discovered. */
export function createOidcProvider(options: OidcOptions): RedirectProvider {
  const { id, name, issuer } = options;
  const discover = createDiscovery(options);
  const guard = createGuard(options);
  return {
    kind: 'redirect',
    id,
    name,
    issuer,
    begin: (request) =>
      guard(async () =>
        oidc.buildAuthorizationUrl(await discover(), {
          redirect_uri: request.redirectUri,
          scope,
          state: request.state,
          nonce: request.nonce,
          code_challenge: await oidc.calculatePKCECodeChallenge(request.codeVerifier),
          code_challenge_method: 'S256',
        }),
      ),
    complete: (answer, request) => guard(async () => prove(await discover(), answer, request)),
  };
}

async function prove(
  config: oidc.Configuration,
  answer: URL,
  request: ProviderRequest,
): Promise<ProvenIdentity> {
  const tokens = await oidc.authorizationCodeGrant(config, answer, {
    expectedState: request.state,
    expectedNonce: request.nonce,
    pkceCodeVerifier: request.codeVerifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (!claims) throw new Error('No ID token');
  const { userinfo_endpoint: hasMore } = config.serverMetadata();
  const isComplete = claims['email'] !== undefined || hasMore === undefined;
  const more = isComplete ? {} : await oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
  return toProvenIdentity({ ...more, ...claims });
}

function toProvenIdentity(claims: Record<string, unknown> & { sub: string }): ProvenIdentity {
  const textOf = (claim: string): string | undefined => {
    const value = claims[claim];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return {
    subject: claims.sub,
    email: textOf('email'),
    isEmailVerified: claims['email_verified'] === true,
    name: textOf('name') ?? textOf('preferred_username') ?? textOf('nickname'),
  };
}

/** Finds out once an hour how the issuer is spoken to. A failure is not kept. */
function createDiscovery(options: OidcOptions): () => Promise<oidc.Configuration> {
  const issuer = new URL(options.issuer);
  let found: { config: Promise<oidc.Configuration>; atMs: number } | undefined;
  return async () => {
    const nowMs = options.now().getTime();
    if (found && nowMs - found.atMs < discoveryLifeMs) return found.config;
    const config = oidc.discovery(issuer, options.clientId, options.clientSecret, undefined, {
      timeout: options.timeoutSeconds ?? defaultTimeoutSeconds,
      execute: [
        // A signature is checked even where TLS has told already who sent the token.
        oidc.enableNonRepudiationChecks,
        // Settings let plain HTTP through for this very machine only.
        ...(issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : []),
      ],
    });
    const mine = { config, atMs: nowMs };
    found = mine;
    config.catch(() => {
      if (found === mine) found = undefined;
    });
    return config;
  };
}

/** Turns what went wrong into our codes. The log gets a reason from a closed list: answers hold codes and tokens. */
function createGuard({ id, log }: OidcOptions) {
  return async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      const code = codeOf(error);
      if (code !== 'PROVIDER_CANCELLED') log.warn({ provider: id, reason: reasonOf(error) }, code);
      throw new AppError(code);
    }
  };
}

function codeOf(error: unknown) {
  if (error instanceof oidc.AuthorizationResponseError) {
    if (error.error === 'access_denied') return 'PROVIDER_CANCELLED';
    return isPassing(error.error) ? 'PROVIDER_UNAVAILABLE' : 'PROVIDER_ANSWER_INVALID';
  }
  // fetch rejects with a TypeError when nobody answers.
  if (error instanceof TypeError) return 'PROVIDER_UNAVAILABLE';
  if (error instanceof oidc.ResponseBodyError && isPassing(error.error))
    return 'PROVIDER_UNAVAILABLE';
  const isAway = error instanceof oidc.ClientError && (isTimeout(error) || isServerFailure(error));
  return isAway ? 'PROVIDER_UNAVAILABLE' : 'PROVIDER_ANSWER_INVALID';
}

function isPassing(error: string): boolean {
  return error === 'temporarily_unavailable' || error === 'server_error';
}

function isTimeout(error: oidc.ClientError): boolean {
  return error.code === 'OAUTH_TIMEOUT' || error.code === 'OAUTH_ABORT';
}

function isServerFailure({ cause }: oidc.ClientError): boolean {
  return cause instanceof Response && cause.status >= 500;
}

function reasonOf(error: unknown): string {
  if (error instanceof oidc.ClientError) return error.code ?? 'CLIENT_ERROR';
  return error instanceof Error ? error.name : 'UNKNOWN';
}
