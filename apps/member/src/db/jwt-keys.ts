import type { JsonWebKey } from 'node:crypto';

import type { JwtKeyRow, Transaction } from './client.ts';

/** All keys, oldest first. */
export async function listJwtKeys(tx: Transaction): Promise<JwtKeyRow[]> {
  return tx.jwtKey.findMany({ orderBy: { createdAt: 'asc' } });
}

/** The keys that sign, will sign, or signed what may still be alive; oldest first. */
export async function listLiveJwtKeys(tx: Transaction): Promise<JwtKeyRow[]> {
  return tx.jwtKey.findMany({
    where: { state: { in: ['NEXT', 'CURRENT', 'PREVIOUS'] } },
    orderBy: { createdAt: 'asc' },
  });
}

export async function insertJwtKey(
  tx: Transaction,
  key: {
    kid: string;
    state: 'NEXT' | 'CURRENT';
    publicKey: JsonWebKey;
    privateKey: Uint8Array<ArrayBuffer>;
    createdAt: Date;
    activatedAt: Date | null;
  },
): Promise<void> {
  // A JWK is JSON; its type lets it hold more than JSON can.
  const publicKey = { ...key.publicKey } as Record<string, string>; // see above
  await tx.jwtKey.createMany({ data: [{ ...key, publicKey }] });
}

export async function updateJwtKey(
  tx: Transaction,
  kid: string,
  change: Partial<Pick<JwtKeyRow, 'state' | 'activatedAt' | 'supersededAt' | 'retiredAt'>>,
): Promise<void> {
  await tx.jwtKey.updateMany({ where: { kid }, data: change });
}

export async function removeJwtKey(tx: Transaction, kid: string): Promise<void> {
  await tx.jwtKey.deleteMany({ where: { kid } });
}
