import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';

import { AppError } from '@dailyfeed/contract/errors';
import { Language, Role } from '@dailyfeed/contract/member';
import { Device } from '@dailyfeed/contract/session';
import * as z from 'zod';

import type { Identity } from './identity.ts';

/** Header that carries an identity between processes. Whatever a client sends under it is removed at the edge. */
export const passportHeader = 'x-passport';

/** A passport lives this long: one hop of one request, with room for a slow clock. */
const lifeSeconds = 30;
const clockSkewSeconds = 5;

const Payload = z.object({
  v: z.literal(1),
  mid: z.uuid().nullable(),
  sid: z.uuid().nullable(),
  jti: z.string().optional(),
  roles: z.array(Role),
  amr: z.array(z.string()),
  svc: z.string().nullable(),
  lang: Language.nullable(),
  device: Device.extend({ id: z.string() }),
  ip: z.string(),
  ua: z.string(),
  ref: z.boolean(),
  rid: z.string(),
  aud: z.string(),
  iat: z.number().int(),
  exp: z.number().int(),
  kid: z.string(),
});

/** The secret as a `KeyObject`: with a Buffer, Node makes one anew for each signature, at five times the cost. */
export type PassportKey = { kid: string; secret: KeyObject };

const secretMinBytes = 32;

/**
 * Keys of one audience as the environment gives them: `kid:base64url[,kid:base64url]`, 32 bytes or more each.
 * The first signs; all verify, so that a key can be replaced without a refused request.
 */
export const PassportKeys = z.string().transform((value, ctx): [PassportKey, ...PassportKey[]] => {
  const keys = value.split(',').map((entry) => {
    const [kid = '', secret = ''] = entry.split(':');
    return { kid, bytes: Buffer.from(secret, 'base64url') };
  });
  if (keys.some(({ kid, bytes }) => kid === '' || bytes.length < secretMinBytes)) {
    ctx.addIssue({
      code: 'custom',
      message: 'expected kid:base64url of at least 32 bytes',
      input: '',
    });
    return z.NEVER;
  }
  const [first, ...rest] = keys.map(({ kid, bytes }) => ({ kid, secret: createSecretKey(bytes) }));
  return first ? [first, ...rest] : z.NEVER;
});
export type PassportKeys = z.output<typeof PassportKeys>;

export type PassportClock = { now(): Date };

/** Writes `identity` down for one `audience`: `base64url(json).base64url(hmac-sha256)`. */
export function mintPassport(
  identity: Identity,
  options: { audience: string; keys: PassportKeys; now: Date },
): string {
  const [key] = options.keys;
  const iat = Math.floor(options.now.getTime() / 1000);
  const payload: z.infer<typeof Payload> = {
    v: 1,
    mid: identity.member?.memberId ?? null,
    sid: identity.member?.sessionId ?? null,
    jti: identity.member?.tokenId,
    roles: identity.member?.roles ?? [],
    amr: identity.member?.amr ?? [],
    svc: identity.service,
    lang: identity.language,
    device: identity.device,
    ip: identity.address,
    ua: identity.userAgent,
    ref: identity.hasRefreshCookie,
    rid: identity.requestId,
    aud: options.audience,
    iat,
    exp: iat + lifeSeconds,
    kid: key.kid,
  };
  const body = Buffer.from(JSON.stringify(payload)).toString('base64url');
  return `${body}.${sign(body, key)}`;
}

/** Reads a passport meant for `audience`; throws TOKEN_INVALID, its cause the reason. */
export function verifyPassport(
  passport: string,
  options: { audience: string; keys: PassportKeys; now: Date },
): Identity {
  const dot = passport.indexOf('.');
  const body = passport.slice(0, Math.max(dot, 0));
  const given = Buffer.from(passport.slice(dot + 1));
  const isGenuine = options.keys.some((key) => {
    const expected = Buffer.from(sign(body, key));
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  if (!isGenuine) throw refusal('forged');

  const payload = Payload.safeParse(parse(body));
  const now = options.now.getTime() / 1000;
  if (!payload.success) throw refusal('malformed');
  if (payload.data.aud !== options.audience) throw refusal('made out to someone else');
  if (payload.data.exp + clockSkewSeconds < now) throw refusal('expired');
  if (payload.data.iat - clockSkewSeconds > now) throw refusal('from the future');
  return toIdentity(payload.data);
}

/** A reason says which check failed, nothing of the passport. */
function refusal(reason: string): AppError {
  return new AppError('TOKEN_INVALID', { cause: new Error(reason) });
}

function toIdentity(payload: z.infer<typeof Payload>): Identity {
  return {
    member:
      payload.mid !== null && payload.sid !== null
        ? {
            memberId: payload.mid,
            sessionId: payload.sid,
            roles: payload.roles,
            amr: payload.amr,
            tokenId: payload.jti,
          }
        : null,
    service: payload.svc,
    address: payload.ip,
    userAgent: payload.ua,
    language: payload.lang,
    device: payload.device,
    hasRefreshCookie: payload.ref,
    requestId: payload.rid,
  };
}

/** Undefined for what is no JSON: no more a passport than any other text with a good signature. */
function parse(body: string): unknown {
  try {
    return JSON.parse(Buffer.from(body, 'base64url').toString());
  } catch {
    return undefined;
  }
}

function sign(body: string, key: PassportKey): string {
  return createHmac('sha256', key.secret).update(body).digest('base64url');
}
