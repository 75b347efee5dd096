import { type IssuerAccount, startTestIssuer, type TestIssuer } from '../src/testing-issuer.ts';
import { createSecrets, origin, startTestMember, type TestMember } from './_harness.ts';
import { type Answer, send } from './_http.ts';

export type ProviderTest = Awaited<ReturnType<typeof startWithIssuer>>;
type Options = Partial<Parameters<typeof startTestIssuer>[0]> & {
  env?: Parameters<typeof startTestMember>[0];
  overrides?: Parameters<typeof startTestMember>[1];
};

/** The service beside a real issuer, which it knows as Google and as another. */
export async function startWithIssuer(options: Options = {}) {
  await using stack = new AsyncDisposableStack();
  const callbackOf = (provider: string): string => `${origin}/api/auth/${provider}/callback`;
  const redirectUris = [callbackOf('google'), callbackOf('oidc')];
  const issuer = stack.use(await startTestIssuer({ redirectUris, ...options }));
  const { env = {}, overrides } = options;
  const member = stack.use(
    await startTestMember({ ...createSecrets(), ...settingsFor(issuer), ...env }, overrides),
  );
  const resources = stack.move();
  return {
    issuer,
    member,
    open: () => openBrowser({ issuer, member }),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

export function settingsFor(issuer: TestIssuer) {
  return {
    GOOGLE_ISSUER: issuer.url,
    GOOGLE_CLIENT_ID: issuer.clientId,
    GOOGLE_CLIENT_SECRET: issuer.clientSecret,
    OIDC_ISSUER: issuer.url,
    OIDC_NAME: 'Acme',
    OIDC_CLIENT_ID: issuer.clientId,
    OIDC_CLIENT_SECRET: issuer.clientSecret,
  };
}

let count = 0;
/** Somebody who has an account at the issuer, with a proven address. */
export function account(given: Partial<IssuerAccount> = {}): IssuerAccount {
  count += 1;
  const sub = `subject-${process.pid}-${count}`;
  return { sub, name: `Ann ${sub}`, email: `${sub}@example.com`, email_verified: true, ...given };
}

export type Wanderer = ReturnType<typeof openBrowser>;

/** A browser as far as log-ins go: it keeps cookies and goes where it is sent, one step at a time. */
export function openBrowser(sites: { issuer: TestIssuer; member: TestMember }) {
  const ours = new Map<string, string>();
  const theirs = new Map<string, string>();

  async function visit(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    const answer = await send(sites.member.url, {
      path,
      headers: { ...headers, ...cookieHeader(ours) },
    });
    keep(ours, answer);
    return answer;
  }

  /** Through the issuer's pages with this account, up to the address it sends the browser back to. */
  async function proveAt(address: string, sub: string): Promise<string> {
    let path = pathOf(address);
    let form: { sub: string } | undefined;
    for (let step = 0; step < 10; step += 1) {
      const answer = await send(sites.issuer.url, {
        path,
        method: form ? 'POST' : 'GET',
        ...(form && { body: `account=${encodeURIComponent(form.sub)}` }),
        headers: cookieHeader(theirs),
      });
      keep(theirs, answer);
      const location = answer.headers.get('location');
      if (location?.startsWith('http') && !location.startsWith(sites.issuer.url)) return location;
      form = location === null ? { sub } : undefined;
      if (location !== null) path = pathOf(location);
      if (answer.status >= 400) throw new Error(`the issuer answered ${answer.text}`);
    }
    throw new Error('the issuer never came to an end');
  }

  return {
    cookies: ours,
    visit,
    proveAt,
    /** From our start address to the callback, which is not visited yet. */
    async begin(path: string, sub: string): Promise<string> {
      const started = await visit(path, { referer: `${origin}/login` });
      const address = started.headers.get('location') ?? '';
      if (!address.startsWith(sites.issuer.url)) throw new Error(`led to ${address}`);
      return pathOf(await proveAt(address, sub));
    },
    async logIn(sub: string, path = '/api/auth/google/start'): Promise<Answer> {
      return visit(await this.begin(path, sub));
    },
  };
}

/** Where an answer leads, without its origin. */
export function locationOf(answer: Answer): string {
  return answer.headers.get('location') ?? '';
}

export function errorIn(answer: Answer): string | null {
  return new URL(locationOf(answer), origin).searchParams.get('error');
}

function pathOf(address: string): string {
  const { pathname, search } = new URL(address, 'http://self.invalid');
  return pathname + search;
}

function cookieHeader(jar: Map<string, string>): Record<string, string> {
  return jar.size === 0 ? {} : { cookie: [...jar].map((pair) => pair.join('=')).join('; ') };
}

function keep(jar: Map<string, string>, answer: Answer): void {
  for (const [name, { value, attributes }] of answer.cookies) {
    if (value === '' || attributes.includes('Max-Age=0')) jar.delete(name);
    else jar.set(name, value);
  }
}
