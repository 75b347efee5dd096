import { hkdfSync } from 'node:crypto';

import { EncryptJWT, jwtDecrypt } from 'jose';
import type * as z from 'zod';

import type { Deps } from '../deps.ts';

type Sealing = Pick<Deps, 'now' | 'settings'>;

/** Hands out what only this service can read or make, for one purpose and for so long. A JWE: nothing is stored. */
export async function seal(
  deps: Sealing,
  content: Record<string, unknown>,
  as: { purpose: string; ttlSeconds: number },
): Promise<string> {
  const expiresAt = Math.floor(deps.now().getTime() / 1000) + as.ttlSeconds;
  return new EncryptJWT({ content })
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setExpirationTime(expiresAt)
    .encrypt(keyFor(deps, as.purpose));
}

/** What was sealed for this purpose; undefined when it was not, was changed, or has expired. */
export async function unseal<T>(
  deps: Sealing,
  sealed: string,
  as: { purpose: string; content: z.ZodType<T> },
): Promise<T | undefined> {
  try {
    const { payload } = await jwtDecrypt(sealed, keyFor(deps, as.purpose), {
      currentDate: deps.now(),
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    return as.content.safeParse(payload['content']).data;
  } catch {
    return undefined;
  }
}

/** A key of its own for each purpose: what is good for one is noise to another. */
function keyFor(deps: Pick<Deps, 'settings'>, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', deps.settings.keyEncryptionKey, '', purpose, 32));
}
