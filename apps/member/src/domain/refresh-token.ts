import { createHmac, timingSafeEqual } from 'node:crypto';

/*
 * A refresh token is `base64url(family id ‖ generation ‖ HMAC-SHA256)`. It is not stored: who has the service's secret
 * and the family's salt derives it, again and again the same; who has only one of them derives nothing.
 */

const idBytes = 16;
const generationBytes = 4;
const macBytes = 32;

export type RefreshFamily = { id: string; salt: Uint8Array; generation: number };

/** What a token says of itself, before anything is proven. */
export type PresentedToken = { familyId: string; generation: number; mac: Buffer };

export function toRefreshToken(family: RefreshFamily, secret: Buffer): string {
  const head = headOf(family.id, family.generation);
  return Buffer.concat([head, macOf(head, family.salt, secret)]).toString('base64url');
}

/** Undefined for what cannot be a refresh token, before any store is asked. */
export function parseRefreshToken(token: string): PresentedToken | undefined {
  const bytes = Buffer.from(token, 'base64url');
  const isWellFormed =
    bytes.length === idBytes + generationBytes + macBytes && bytes.toString('base64url') === token;
  if (!isWellFormed) return undefined;
  return {
    familyId: toUuid(bytes.subarray(0, idBytes)),
    generation: bytes.readUInt32BE(idBytes),
    mac: bytes.subarray(idBytes + generationBytes),
  };
}

/** Whether `token` was made for this family; says nothing of whether it is still good. */
export function isGenuine(
  token: PresentedToken,
  family: Pick<RefreshFamily, 'id' | 'salt'>,
  secret: Buffer,
): boolean {
  const head = headOf(family.id, token.generation);
  return timingSafeEqual(token.mac, macOf(head, family.salt, secret));
}

/** Two tabs may ask at once, and the slower one's request may be this much on the way. */
const graceMs = 20_000;

/**
 * What a genuine token of a family is to it. `current`: its turn. `previous`: used once, its successor never or only
 * just; the answer was lost, or two tabs asked at once. `reused`: the successor is in use, so two holders have copies.
 */
export function standingOf(
  token: Pick<PresentedToken, 'generation'>,
  family: Pick<RefreshFamily, 'generation'> & { currentUsedAt: Date | null },
  now: Date,
): 'current' | 'previous' | 'reused' {
  if (token.generation === family.generation) return 'current';
  if (token.generation !== family.generation - 1) return 'reused';
  const { currentUsedAt } = family;
  const isInTime = currentUsedAt === null || now.getTime() - currentUsedAt.getTime() < graceMs;
  return isInTime ? 'previous' : 'reused';
}

function headOf(familyId: string, generation: number): Buffer {
  const head = Buffer.alloc(idBytes + generationBytes);
  head.write(familyId.replaceAll('-', ''), 'hex');
  head.writeUInt32BE(generation, idBytes);
  return head;
}

function macOf(head: Buffer, salt: Uint8Array, secret: Buffer): Buffer {
  const key = createHmac('sha256', secret).update(salt).digest();
  return createHmac('sha256', key).update(head).digest();
}

function toUuid(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
