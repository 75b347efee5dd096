import { generateKeyPairSync } from 'node:crypto';

import { newId } from '@dailyfeed/service-kit/id';

import { lockAdvisory } from '../db/advisory-locks.ts';
import type { Transaction } from '../db/client.ts';
import { insertJwtKey, listJwtKeys, removeJwtKey, updateJwtKey } from '../db/jwt-keys.ts';
import type { Deps, Settings } from '../deps.ts';
import { openPrivateKey, sealPrivateKey } from './private-key.ts';
import { broadcastRevocation, recordRevocation } from './revocation.ts';
import { planRotation, type RotationStep } from './signing-key.ts';

export type RotationDeps = Pick<Deps, 'db' | 'now'> & {
  settings: Pick<Settings, 'accessTokenTtlSeconds' | 'keyEncryptionKey'>;
};

/**
 * Brings the signing keys up to date; one process at a time. All of it is one transaction: a crash at any point leaves
 * the keys as they were, which is a state that signs. Gives what was done.
 */
export async function rotateKeys(
  deps: RotationDeps,
  options: { when: 'due' | 'now' },
): Promise<RotationStep[]> {
  return deps.db.$transaction(async (tx) => {
    await lockAdvisory(tx, 'keys');
    return takeSteps(deps, tx, options.when);
  });
}

/**
 * Withdraws a key that others may know: no token it signed is accepted any more, and it signs no more; who holds such a
 * token is asked to refresh. Verifiers hear of it at once. False when there is no such key.
 */
export async function revokeKey(
  deps: RotationDeps & Pick<Deps, 'redis' | 'log'>,
  kid: string,
): Promise<boolean> {
  const revocation = await deps.db.$transaction(async (tx) => {
    await lockAdvisory(tx, 'keys');
    const keys = await listJwtKeys(tx);
    if (!keys.some((key) => key.kid === kid)) return undefined;
    await updateJwtKey(tx, kid, { state: 'RETIRED', retiredAt: deps.now() });
    await takeSteps(deps, tx, 'due');
    return recordRevocation(deps, tx, { kind: 'key', id: kid });
  });
  if (revocation) await broadcastRevocation(deps, revocation);
  return revocation !== undefined;
}

/** Opens the key that signs, so that a wrong KEY_ENCRYPTION_KEY shows at the start and not at the first log-in. */
export async function checkCurrentKey(deps: RotationDeps): Promise<void> {
  const keys = await listJwtKeys(deps.db);
  const current = keys.find((key) => key.state === 'CURRENT');
  if (!current) throw new Error('No signing key');
  const { keyEncryptionKey: encryptionKey } = deps.settings;
  openPrivateKey(current.privateKey, { kid: current.kid, encryptionKey });
}

async function takeSteps(
  deps: RotationDeps,
  tx: Transaction,
  when: 'due' | 'now',
): Promise<RotationStep[]> {
  const now = deps.now();
  const accessTokenTtlMs = deps.settings.accessTokenTtlSeconds * 1000;
  const steps = planRotation(await listJwtKeys(tx), { when, now, accessTokenTtlMs });
  for (const step of steps) await take(deps, tx, step);
  return steps;
}

async function take(deps: RotationDeps, tx: Transaction, step: RotationStep): Promise<void> {
  const now = deps.now();
  switch (step.kind) {
    case 'create':
      return createKey(deps, tx, step.state);
    case 'promote':
      // In this order: the database allows one current key.
      if (step.superseded !== null) {
        await updateJwtKey(tx, step.superseded, { state: 'PREVIOUS', supersededAt: now });
      }
      return updateJwtKey(tx, step.kid, { state: 'CURRENT', activatedAt: now });
    case 'retire':
      return updateJwtKey(tx, step.kid, { state: 'RETIRED', retiredAt: now });
    case 'remove':
      return removeJwtKey(tx, step.kid);
  }
}

async function createKey(
  deps: RotationDeps,
  tx: Transaction,
  state: 'NEXT' | 'CURRENT',
): Promise<void> {
  const latest = (await listJwtKeys(tx)).at(-1);
  // Verifiers tell an older key from a newer one by this time, so no two keys share it.
  const createdAt = new Date(
    Math.max(deps.now().getTime(), (latest?.createdAt.getTime() ?? 0) + 1),
  );
  const kid = newId();
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { keyEncryptionKey: encryptionKey } = deps.settings;
  await insertJwtKey(tx, {
    kid,
    state,
    publicKey: publicKey.export({ format: 'jwk' }),
    privateKey: sealPrivateKey(privateKey, { kid, encryptionKey }),
    createdAt,
    activatedAt: state === 'CURRENT' ? createdAt : null,
  });
}
