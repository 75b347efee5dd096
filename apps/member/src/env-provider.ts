import type { ProviderId } from '@dailyfeed/contract/provider';
import { commaList } from '@dailyfeed/service-kit/env';
import * as z from 'zod';

/** An issuer of OpenID Connect: HTTPS, or this very machine. */
const Issuer = z.url({ protocol: /^https?$/ }).refine((value) => {
  const { protocol, hostname } = new URL(value);
  return protocol === 'https:' || /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}, 'expected https');
const Text = z.string().min(1);

/** Settings of the ways in. */
export const providerSettings = {
  /** Which are offered, e.g. `password,google`; without `password` there are no accounts by e-mail. Else all that are set up. */
  AUTH_PROVIDERS: commaList(z.enum(['password', 'google', 'oidc'])).optional(),
  GOOGLE_ISSUER: Issuer.default('https://accounts.google.com'),
  GOOGLE_CLIENT_ID: Text.optional(),
  GOOGLE_CLIENT_SECRET: Text.optional(),
  /** Any other issuer, and how people call it. */
  OIDC_ISSUER: Issuer.optional(),
  OIDC_NAME: Text.max(40).default('OpenID'),
  OIDC_CLIENT_ID: Text.optional(),
  OIDC_CLIENT_SECRET: Text.optional(),
};
const Settings = z.object(providerSettings);
type Settings = z.output<typeof Settings>;

export type Issuer = {
  id: ProviderId;
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
};

/** The ways in, in the order they are offered. Throws for one that is named and not set up: people would miss it first. */
export function toWaysIn(env: Settings): ('password' | Issuer)[] {
  const issuers = issuersOf(env);
  const wanted = env.AUTH_PROVIDERS ?? ['password', ...issuers.keys()];
  return [...new Set(wanted)].map((name) => {
    const way = name === 'password' ? name : issuers.get(name);
    if (way !== undefined) return way;
    const prefix = name.toUpperCase();
    const missing = `${prefix}_ISSUER, ${prefix}_CLIENT_ID and ${prefix}_CLIENT_SECRET`;
    throw new Error(`Invalid environment: AUTH_PROVIDERS names ${name}, which needs ${missing}`);
  });
}

function issuersOf(env: Settings): Map<ProviderId, Issuer> {
  const issuers = new Map<ProviderId, Issuer>();
  const add = (id: ProviderId, name: string, given: (string | undefined)[]): void => {
    const [issuer, clientId, clientSecret] = given;
    if (issuer && clientId && clientSecret)
      issuers.set(id, { id, name, issuer, clientId, clientSecret });
  };
  add('google', 'Google', [env.GOOGLE_ISSUER, env.GOOGLE_CLIENT_ID, env.GOOGLE_CLIENT_SECRET]);
  add('oidc', env.OIDC_NAME, [env.OIDC_ISSUER, env.OIDC_CLIENT_ID, env.OIDC_CLIENT_SECRET]);
  return issuers;
}
