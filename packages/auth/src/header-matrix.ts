import { randomUUID } from 'node:crypto';

import { refreshNeededHeader, reloginRequiredHeader } from './headers.ts';
import type { Issuer } from './testing.ts';

/** What an answer says about the token it came with. */
export type HeaderOutcome = {
  /** Code of a 401; `null` when the token was no obstacle, whatever came of the request. */
  refusal: string | null;
  /** Which way out is shown. */
  header: typeof refreshNeededHeader | typeof reloginRequiredHeader | null;
};

/** One row: a token, and what every service has to say about it. */
export type HeaderCase = { name: string; token: string; expected: HeaderOutcome };

/**
 * The rows of the matrix of access tokens, by an issuer that the service under test asks for keys and revocations.
 * Make them before the service starts: it is to know the keys and the revocations from its start.
 */
export async function createHeaderMatrix(issuer: Issuer): Promise<HeaderCase[]> {
  const former = issuer.addKey();
  issuer.addKey();
  const revoked = { jti: randomUUID(), sessionId: randomUUID(), memberId: randomUUID() };
  issuer.revoke({ kind: 'token', id: revoked.jti });
  issuer.revoke({ kind: 'session', id: revoked.sessionId });
  issuer.revoke({ kind: 'member', id: revoked.memberId });
  const { jti, sessionId, memberId } = revoked;
  const unpublished = { state: 'next', isPublished: false } as const;
  const [unknown, withdrawn, leaked] = [
    issuer.addKey(unpublished),
    issuer.addKey(unpublished),
    issuer.addKey(unpublished),
  ];
  issuer.revoke({ kind: 'key', id: leaked });
  const longAgo = { lifeSeconds: -7200 };
  const promoted = randomUUID();
  issuer.revoke({ kind: 'roles', id: promoted, roles: ['MEMBER', 'ADMIN'] });
  const [head, , signature] = (await issuer.sign()).split('.');

  const good = { refusal: null, header: null };
  const advised = { refusal: null, header: refreshNeededHeader } as const;
  const expired = { refusal: 'TOKEN_EXPIRED', header: refreshNeededHeader } as const;
  const ended = { refusal: 'TOKEN_REVOKED', header: reloginRequiredHeader } as const;
  const invalid = { refusal: 'TOKEN_INVALID', header: reloginRequiredHeader } as const;
  return [
    { name: 'of the current key', token: await issuer.sign(), expected: good },
    { name: 'of a former key', token: await issuer.sign({}, former), expected: advised },
    { name: 'near its end', token: await issuer.sign({ lifeSeconds: 40 }), expected: advised },
    { name: 'expired', token: await issuer.sign({ lifeSeconds: -1 }), expected: expired },
    {
      name: 'that expired long ago, its key withdrawn since',
      token: await issuer.sign(longAgo, withdrawn),
      expected: expired,
    },
    { name: 'of a key that was revoked', token: await issuer.sign({}, leaked), expected: expired },
    { name: 'revoked', token: await issuer.sign({ jti }), expected: ended },
    { name: 'of a revoked session', token: await issuer.sign({ sessionId }), expected: ended },
    {
      name: 'of a revoked member',
      // Clearly older: a token counts whole seconds, and this may be the next one.
      token: await issuer.sign({ memberId, issuedAt: new Date(Date.now() - 5000) }),
      expected: ended,
    },
    { name: 'of an unknown key', token: await issuer.sign({}, unknown), expected: invalid },
    {
      name: 'from before a change of roles',
      token: await issuer.sign({ memberId: promoted }),
      expected: expired,
    },
    {
      name: 'from after a change of roles',
      token: await issuer.sign({ memberId: promoted, roles: ['ADMIN', 'MEMBER'] }),
      expected: good,
    },
    { name: 'malformed', token: 'nonsense', expected: invalid },
    { name: 'with another body', token: `${head}.e30.${signature}`, expected: invalid },
    { name: 'of another issuer', token: await issuer.sign({ issuer: 'x' }), expected: invalid },
    {
      name: 'for another audience',
      token: await issuer.sign({ audience: 'x' }),
      expected: invalid,
    },
    { name: 'of another type', token: await issuer.sign({ type: 'JWT' }), expected: invalid },
  ];
}

/** A row that was answered otherwise than `expected`. */
export type HeaderDeviation = { name: string; expected: HeaderOutcome; answered: HeaderOutcome };

/**
 * Sends every token of `matrix`, and none, to `url`, a procedure for members of a service: the rows it answers
 * otherwise than the gateway does. With a GET unless there is a `body`.
 */
export async function findHeaderDeviations(
  matrix: HeaderCase[],
  url: string,
  body?: object,
): Promise<HeaderDeviation[]> {
  if (matrix.length === 0) throw new Error('The matrix has no rows');
  const none = {
    name: 'no token',
    token: undefined,
    expected: { refusal: 'UNAUTHENTICATED', header: reloginRequiredHeader },
  } as const;
  const deviations: HeaderDeviation[] = [];
  for (const { name, token, expected } of [...matrix, none]) {
    const answered = await sendBearer(url, {
      ...(token !== undefined && { token }),
      ...(body && { body }),
    });
    const isSame = answered.refusal === expected.refusal && answered.header === expected.header;
    if (!isSame) deviations.push({ name, expected, answered });
  }
  return deviations;
}

/** Sends `token` (none if `undefined`) to `url` as a bearer token, with a GET unless there is a `body`. */
export async function sendBearer(
  url: string,
  args: { token?: string; body?: object; cookie?: string },
): Promise<HeaderOutcome> {
  const headers = {
    'content-type': 'application/json',
    ...(args.token === undefined ? {} : { authorization: `Bearer ${args.token}` }),
    ...(args.cookie === undefined ? {} : { cookie: args.cookie }),
  };
  const init = args.body ? { method: 'POST', body: JSON.stringify(args.body) } : {};
  const answer = await fetch(url, { ...init, headers });
  const body: unknown = await answer.json();
  const { appCode } = Object(Object(Object(body)['error'])['data']);
  const shown = [refreshNeededHeader, reloginRequiredHeader] as const;
  return {
    refusal: answer.status === 401 ? String(appCode) : null,
    header: shown.find((name) => answer.headers.has(name)) ?? null,
  };
}
