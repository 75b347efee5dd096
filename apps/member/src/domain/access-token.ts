import {
  accessTokenAudience,
  accessTokenIssuer,
  accessTokenType,
} from '@dailyfeed/auth/access-token';
import type { Role } from '@dailyfeed/contract/member';
import { SignJWT } from 'jose';

import type { Deps, Signer } from '../deps.ts';

export type AccessTokenClaims = {
  jti: string;
  memberId: string;
  sessionId: string;
  roles: Role[];
  amr: string[];
};

/** Signs an access token (RFC 9068). */
export async function signAccessToken(
  deps: Pick<Deps, 'now' | 'settings'>,
  signer: Signer,
  claims: AccessTokenClaims,
): Promise<{ accessToken: string; expiresAt: string }> {
  const issuedAt = Math.floor(deps.now().getTime() / 1000);
  const expiresAt = issuedAt + deps.settings.accessTokenTtlSeconds;
  const accessToken = await new SignJWT({
    sid: claims.sessionId,
    roles: claims.roles,
    amr: claims.amr,
  })
    .setProtectedHeader({ alg: 'ES256', kid: signer.kid, typ: accessTokenType })
    .setIssuer(accessTokenIssuer)
    .setAudience(accessTokenAudience)
    .setSubject(claims.memberId)
    .setJti(claims.jti)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .sign(signer.key);
  return { accessToken, expiresAt: new Date(expiresAt * 1000).toISOString() };
}
