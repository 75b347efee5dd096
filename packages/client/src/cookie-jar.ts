/** The cookies of one origin, for a process that has no browser around it. */
export type CookieJar = {
  /** Value of the `Cookie` header; empty when there is none. */
  header(): string;
  has(name: string): boolean;
  /** Takes over the `Set-Cookie` headers of an answer. */
  store(setCookies: readonly string[]): void;
};

export function createCookieJar(now: () => Date = () => new Date()): CookieJar {
  const cookies = new Map<string, { value: string; expiresAtMs: number }>();
  const living = (): [string, string][] =>
    [...cookies]
      .filter(([, cookie]) => cookie.expiresAtMs > now().getTime())
      .map(([name, cookie]) => [name, cookie.value]);

  return {
    header: () =>
      living()
        .map(([name, value]) => `${name}=${value}`)
        .join('; '),
    has: (name) => living().some(([known]) => known === name),
    store: (setCookies) => {
      for (const line of setCookies) {
        const [pair = '', ...attributes] = line.split(';');
        const split = pair.indexOf('=');
        if (split < 1) continue;
        const name = pair.slice(0, split).trim();
        const value = pair.slice(split + 1).trim();
        cookies.set(name, { value, expiresAtMs: expiryOf(attributes, now()) });
      }
    },
  };
}

/** `Max-Age` wins over `Expires`, as browsers have it (RFC 6265 5.3); neither means the life of the process. */
function expiryOf(attributes: readonly string[], now: Date): number {
  const valueOf = (name: string): string | undefined =>
    attributes
      .map((attribute) => attribute.trim().split('='))
      .find(([key]) => key?.toLowerCase() === name)?.[1];
  const maxAge = valueOf('max-age');
  if (maxAge !== undefined) return now.getTime() + Number(maxAge) * 1000;
  const expires = valueOf('expires');
  return expires === undefined ? Number.POSITIVE_INFINITY : Date.parse(expires);
}
