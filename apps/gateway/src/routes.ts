import type { ErrorCode } from '@dailyfeed/contract/errors';
import { exportPath } from '@dailyfeed/contract/export';
import { imageBytesMax } from '@dailyfeed/contract/image';
import { imagePath } from '@dailyfeed/contract/image-path';
import { internalProcedures } from '@dailyfeed/contract/internal';
import { ProviderId } from '@dailyfeed/contract/provider';

/** Who can be asked: a service, or the pages. */
export type Service = 'member' | 'content' | 'timeline' | 'activity' | 'image' | 'search';
export type Target = Service | 'web';

type Matching = {
  /** Names the route in the log. */
  id: string;
  /** An exact path, in which `:name` stands for any one segment, or a prefix when it ends in `*`. */
  path: string;
  /** Other methods fall through to the next route. */
  methods: readonly string[] | 'any';
  /** A longer body is refused. */
  bodyLimitBytes: number;
  /** What to call that; INPUT_INVALID unless given. */
  tooLargeCode?: ErrorCode;
};

/** More than any input of a procedure; services refuse beyond it, too. */
const bodyLimitBytes = 256 * 1024;

/** An image, and what a form puts around it. */
const uploadLimitBytes = imageBytesMax + 64 * 1024;

/** tRPC procedures of one service: `/api/<service>/a.b,c.d` → `/trpc/a.b,c.d`. */
export type ProcedureRoute = Matching & {
  kind: 'procedures';
  target: Service;
  /** For services only; from here they do not exist. `import.*` stands for all that begins so. */
  internal: readonly string[];
  /** Any token is ignored on these: they are how one gets a good one. */
  tokenless: readonly string[];
  /** These get the caller's own cookies and token, since ending a session takes both. */
  credentialed: readonly string[];
};

/** One plain path of a service, the same there as here. */
type PlainRoute = Matching & {
  kind: 'plain';
  target: Service;
  /** With `token`, whoever sends it is authenticated; else a token is ignored. */
  credentials: 'token' | 'cookie' | 'none';
  /** How long it may take until an answer begins, where that is longer than elsewhere. */
  firstByteTimeoutMs?: number;
  /** With `target`, its answers say for how long they may be kept; else nobody keeps them. */
  caching?: 'target';
};

/** Pages and their files. */
type PageRoute = Matching & { kind: 'pages'; target: 'web' };

/** Looks like ours, but there is nothing. */
type AbsentRoute = Matching & { kind: 'absent' };

export type Route = ProcedureRoute | PlainRoute | PageRoute | AbsentRoute;

/** The first that matches wins. */
export const routes: readonly Route[] = [
  {
    id: 'token.refresh',
    path: '/api/token/refresh',
    methods: ['POST'],
    kind: 'plain',
    target: 'member',
    credentials: 'cookie',
    bodyLimitBytes,
  },
  {
    id: 'key.refresh',
    path: '/api/key/refresh',
    methods: ['POST'],
    kind: 'plain',
    target: 'member',
    credentials: 'cookie',
    bodyLimitBytes,
  },
  // What a browser visits on its way to another site's log-in page and back.
  ...ProviderId.options.flatMap((provider) =>
    ['start', 'callback'].map((step): PlainRoute => ({
      id: `auth.${step}`,
      path: `/api/auth/${provider}/${step}`,
      methods: ['GET'],
      kind: 'plain',
      target: 'member',
      credentials: 'cookie',
      bodyLimitBytes,
    })),
  ),
  {
    id: 'jwks',
    path: '/.well-known/jwks.json',
    methods: ['GET', 'HEAD'],
    kind: 'plain',
    target: 'member',
    credentials: 'none',
    bodyLimitBytes,
  },
  {
    id: 'account.export',
    path: exportPath,
    methods: ['GET'],
    kind: 'plain',
    target: 'member',
    credentials: 'token',
    bodyLimitBytes,
  },
  {
    id: 'image.upload',
    path: imagePath,
    methods: ['POST'],
    kind: 'plain',
    target: 'image',
    credentials: 'token',
    bodyLimitBytes: uploadLimitBytes,
    tooLargeCode: 'IMAGE_TOO_LARGE',
    // It is answered once it is converted, after those that came before it.
    firstByteTimeoutMs: 120_000,
  },
  {
    id: 'image.view',
    path: `${imagePath}/:id/:variant`,
    methods: ['GET', 'HEAD'],
    kind: 'plain',
    target: 'image',
    credentials: 'none',
    caching: 'target',
    bodyLimitBytes,
  },
  {
    id: 'image.delete',
    path: `${imagePath}/:id`,
    methods: ['DELETE'],
    kind: 'plain',
    target: 'image',
    credentials: 'token',
    bodyLimitBytes,
  },
  proceduresOf('member', {
    internal: internalProcedures.member,
    tokenless: [
      'auth.logIn',
      'auth.signUp',
      'auth.verifyEmail',
      'auth.requestPasswordReset',
      'auth.resetPassword',
      'auth.confirmEmailChange',
    ],
    credentialed: ['auth.logOut', 'auth.changePassword'],
  }),
  proceduresOf('content', { internal: internalProcedures.content }),
  proceduresOf('timeline', { internal: internalProcedures.timeline }),
  proceduresOf('activity', { internal: internalProcedures.activity }),
  proceduresOf('image', { internal: internalProcedures.image }),
  proceduresOf('search', { internal: internalProcedures.search }),
  { id: 'api.absent', path: '/api/*', methods: 'any', kind: 'absent', bodyLimitBytes },
  { id: 'web', path: '/*', methods: 'any', kind: 'pages', target: 'web', bodyLimitBytes },
];

function proceduresOf(
  service: Service,
  rules: Partial<Pick<ProcedureRoute, 'internal' | 'tokenless' | 'credentialed'>> = {},
): ProcedureRoute {
  return {
    id: `api.${service}`,
    path: `/api/${service}/*`,
    methods: ['GET', 'POST'],
    kind: 'procedures',
    target: service,
    internal: [],
    tokenless: [],
    credentialed: [],
    bodyLimitBytes,
    ...rules,
  };
}
