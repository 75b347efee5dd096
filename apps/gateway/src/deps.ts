import type { PassportKeys } from '@dailyfeed/auth/passport';
import type { RemoteAuthentication } from '@dailyfeed/auth/remote-authentication';
import type { Log } from '@dailyfeed/service-kit/log';
import type { Pool } from 'undici';

import type { Route, Service, Target } from './routes.ts';

/** What the gateway is given. */
export type Deps = {
  routes: readonly Route[];
  /** Keep-alive connections to each target. */
  upstreams: Record<Target, Pool>;
  /** What passports for each service are signed with. */
  passportKeys: Record<Service, PassportKeys>;
  authentication: RemoteAuthentication;
  log: Log;
  now(): Date;
};

/** Whom a listener serves: anyone, or callers inside, who may vouch for others by a passport. */
export type Listener = 'public' | 'private';
