import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { decodeJwt, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { Provider } from 'oidc-provider';

/** Somebody's account at the issuer. */
export type IssuerAccount = {
  sub: string;
  name?: string;
  email?: string;
  email_verified?: boolean;
};

/** How an ID token differs from what it should be. */
export type Forgery = { claims?: JWTPayload; signedBy?: 'a stranger' };

/** A real OpenID Connect issuer in this process. */
export type TestIssuer = {
  url: string;
  clientId: string;
  clientSecret: string;
  /** Opens an account. On the issuer's page there is a button for each. */
  add(account: IssuerAccount): void;
  /** From here on it answers well, not at all, with failures, or with forged ID tokens. */
  behave(as: 'well' | 'silent' | 'away' | 'failing' | Forgery): void;
} & AsyncDisposable;

export async function startTestIssuer(options: {
  /** Where clients of it live: `https://…/api/auth/<provider>/callback`. */
  redirectUris: string[];
  /** Where it tells who somebody is: some do in the token, some only when asked. */
  claimsIn?: 'id_token' | 'userinfo';
}): Promise<TestIssuer> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
  // To a browser another site than 127.0.0.1, where tests have ours.
  const url = `http://localhost:${port}`;
  const accounts = new Map<string, IssuerAccount>();
  const client = { clientId: 'dailyfeed', clientSecret: 'a secret of tests' };
  const keys = await createKeys();
  const provider = createProvider({ ...options, ...client, url, accounts, jwk: keys.jwk });
  let behaviour: Parameters<TestIssuer['behave']>[0] = 'well';
  provider.use(async (ctx, next) => {
    await next();
    const body: unknown = ctx.body;
    if (typeof behaviour === 'string' || ctx.path !== '/token' || !hasIdToken(body)) return;
    ctx.body = { ...body, id_token: await keys.forge(body.id_token, behaviour) };
  });
  const answer = provider.callback();
  server.on('request', (req: IncomingMessage, res: ServerResponse) => {
    if (behaviour === 'silent') return;
    if (behaviour === 'away') return void req.socket.destroy();
    if (behaviour === 'failing') return void res.writeHead(503).end('{"error":"server_error"}');
    if (req.url?.startsWith('/choose/')) return void choose(provider, accounts, { req, res });
    return void answer(req, res);
  });
  return {
    url,
    ...client,
    add: (account) => void accounts.set(account.sub, account),
    behave: (as) => {
      behaviour = as;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function createProvider(args: {
  url: string;
  redirectUris: string[];
  clientId: string;
  clientSecret: string;
  claimsIn?: 'id_token' | 'userinfo';
  accounts: Map<string, IssuerAccount>;
  jwk: JWK;
}): Provider {
  return new Provider(args.url, {
    clients: [
      {
        client_id: args.clientId,
        client_secret: args.clientSecret,
        redirect_uris: args.redirectUris,
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    jwks: { keys: [args.jwk] },
    cookies: { keys: ['a key of tests'] },
    claims: { email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: args.claimsIn === 'userinfo',
    findAccount: (_ctx, sub) => ({
      accountId: sub,
      claims: () => ({ ...args.accounts.get(sub), sub }),
    }),
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/choose/${uid}` },
    pkce: { required: () => true },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
    // Nobody is asked whether they agree.
    loadExistingGrant: async ({ oidc }) => {
      const { client, session } = oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new oidc.provider.Grant({
        clientId: client.clientId,
        accountId: session.accountId,
      });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
}

/** The issuer's page: one button for each account, and one for those who think better of it. */
async function choose(
  provider: Provider,
  accounts: Map<string, IssuerAccount>,
  { req, res }: { req: IncomingMessage; res: ServerResponse },
): Promise<void> {
  if (req.method !== 'POST') {
    const buttons = [...accounts.values()].map(
      ({ sub, name }) => `<button name="account" value="${sub}">${name ?? sub}</button>`,
    );
    res.setHeader('content-type', 'text/html; charset=utf-8');
    const html = `<h1>Issuer</h1><form method="post">${buttons.join('')}<button name="account" value="">Cancel</button></form>`;
    res.end(html);
    return;
  }
  let body = '';
  for await (const chunk of req) body += String(chunk);
  const accountId = new URLSearchParams(body).get('account');
  await provider.interactionFinished(
    req,
    res,
    accountId ? { login: { accountId } } : { error: 'access_denied' },
  );
}

async function createKeys() {
  const options = { extractable: true };
  const ours = await generateKeyPair('RS256', options);
  const stranger = await generateKeyPair('RS256', options);
  const jwk = { ...(await exportJWK(ours.privateKey)), alg: 'RS256', use: 'sig', kid: 'test' };
  return {
    jwk,
    forge: (idToken: string, { claims = {}, signedBy }: Forgery): Promise<string> =>
      new SignJWT({ ...decodeJwt(idToken), ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'test' })
        .sign(signedBy ? stranger.privateKey : ours.privateKey),
  };
}

function hasIdToken(body: unknown): body is { id_token: string } {
  return typeof body === 'object' && body !== null && 'id_token' in body;
}
