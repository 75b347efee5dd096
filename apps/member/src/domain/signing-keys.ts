import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import { isCurrentAmong, SigningJwk, type SigningJwks } from '@dailyfeed/auth/jwks';

import type { JwtKeyRow } from '../db/client.ts';
import { listLiveJwtKeys } from '../db/jwt-keys.ts';
import type { Deps } from '../deps.ts';
import { openPrivateKey } from './private-key.ts';

/** How old what a process knows of the keys may be when it verifies. */
const maxAgeMs = 5000;
/** An unknown `kid` looks again, but not more often: anyone can make one up. */
const unknownKidMaxAgeMs = 1000;
/** A request waits this long for a fresher look, when it could do without. */
const patienceMs = 300;

type Known = { keys: KnownKey[]; loadedAtMs: number };
type KnownKey = { row: JwtKeyRow; createdAtMs: number; kid: string; state: string; key: KeyObject };

/** The keys as this process knows them: its own source for verifying, and the one that signs. */
export function createSigningKeys(deps: Pick<Deps, 'db' | 'now' | 'settings'>): Deps['keys'] {
  let known: Known | undefined;
  let loading: Promise<Known> | undefined;
  let opened: { kid: string; key: KeyObject } | undefined;

  async function load(): Promise<Known> {
    const loadedAtMs = deps.now().getTime();
    const rows = await listLiveJwtKeys(deps.db);
    known = { keys: rows.map((row) => toKnownKey(row, known)), loadedAtMs };
    return known;
  }
  async function getKeys(oldestMs: number): Promise<KnownKey[]> {
    if (known && deps.now().getTime() - known.loadedAtMs < oldestMs) return known.keys;
    loading ??= load().finally(() => {
      loading = undefined;
    });
    return (await loading).keys;
  }
  /** For verifying: what is known serves while the database is slow or away, or someone else is asking it already. */
  async function getKnownKeys(): Promise<KnownKey[]> {
    if (!known) return getKeys(maxAgeMs);
    if (loading) return known.keys;
    const { keys } = known;
    const fresh = getKeys(maxAgeMs).catch(() => keys);
    return Promise.race([fresh, delay(patienceMs, keys, { ref: false })]);
  }

  return {
    find: async (kid) => {
      const isKid = (key: KnownKey): boolean => key.kid === kid;
      // Only the database can say that there is no such key; while it cannot, nobody is sent to log in.
      return (await getKnownKeys()).find(isKid) ?? (await getKeys(unknownKidMaxAgeMs)).find(isKid);
    },
    readAtMs: () => known?.loadedAtMs ?? 0,
    expire: () => {
      if (known) known = { ...known, loadedAtMs: Number.NEGATIVE_INFINITY };
    },
    isCurrent: async (kid) => isCurrentAmong(await getKnownKeys(), kid),
    getSigner: async () => {
      // Always as the database has it: what a key signs after it was revoked would be refused at once, and whoever
      // had refreshed because of that would have to log in.
      const current = (await load()).keys.find((key) => key.state === 'current');
      if (!current) throw new Error('No signing key');
      const { kid, row } = current;
      if (opened?.kid !== kid) {
        const { keyEncryptionKey: encryptionKey } = deps.settings;
        opened = { kid, key: openPrivateKey(row.privateKey, { kid, encryptionKey }) };
      }
      return opened;
    },
  };
}

/** What verifiers may know of the keys. */
export async function listPublicKeys(deps: Pick<Deps, 'db'>): Promise<SigningJwks> {
  return { keys: (await listLiveJwtKeys(deps.db)).map(toSigningJwk) };
}

function toKnownKey(row: JwtKeyRow, known: Known | undefined): KnownKey {
  const earlier = known?.keys.find((key) => key.kid === row.kid);
  return {
    row,
    kid: row.kid,
    createdAtMs: row.createdAt.getTime(),
    state: row.state.toLowerCase(),
    key: earlier?.key ?? createPublicKey({ key: toSigningJwk(row) as JsonWebKey, format: 'jwk' }), // wider type
  };
}

function toSigningJwk(row: JwtKeyRow): SigningJwk {
  return SigningJwk.parse({
    ...Object(row.publicKey),
    kid: row.kid,
    alg: 'ES256',
    use: 'sig',
    created_at: row.createdAt.toISOString(),
    state: row.state.toLowerCase(),
  });
}
