import type { Revocation, RevocationList } from '@dailyfeed/auth/revocations';

import type { Transaction } from '../db/client.ts';
import {
  insertRevocations,
  listRevocationsSince,
  publishRevocation,
  upsertRevocation,
} from '../db/revocations.ts';
import type { Deps, Settings } from '../deps.ts';

type Subject = Pick<Revocation, 'kind' | 'id' | 'roles'>;
type Lifetime = { settings: Pick<Settings, 'accessTokenTtlSeconds'> };

/** Clocks differ: a token counts as alive a little longer than it is. */
const slackSeconds = 60;

/** Writes down, in the transaction of what it follows from, that something is refused from here on. */
export async function recordRevocation(
  deps: Pick<Deps, 'now'> & Lifetime,
  tx: Transaction,
  subject: Subject,
): Promise<Revocation> {
  const revocation = toRevocation(deps, subject);
  await upsertRevocation(tx, revocation);
  return revocation;
}

/** The same for many sessions at once, none of which has ended before. */
export async function recordSessionRevocations(
  deps: Pick<Deps, 'now'> & Lifetime,
  tx: Transaction,
  sessionIds: string[],
): Promise<Revocation[]> {
  const revocations = sessionIds.map((id) => toRevocation(deps, { kind: 'session', id }));
  await insertRevocations(tx, revocations);
  return revocations;
}

/** Tells this process and, by Redis, all others, after the commit. Without Redis they hear of it by asking. */
export async function announceRevocation(
  deps: Pick<Deps, 'redis' | 'log' | 'revocations'> & Lifetime,
  revocation: Revocation,
): Promise<void> {
  deps.revocations.add(revocation);
  await broadcastRevocation(deps, revocation);
}

/** The same from a process that verifies nothing itself. */
export async function broadcastRevocation(
  deps: Pick<Deps, 'redis' | 'log'> & Lifetime,
  revocation: Revocation,
): Promise<void> {
  try {
    await publishRevocation(deps.redis, revocation, ttlSeconds(deps));
  } catch (error) {
    deps.log.warn({ err: error, kind: revocation.kind }, 'revocation not published');
  }
}

/** What is refused and took effect since then (epoch milliseconds). */
export async function listRevocations(
  deps: Pick<Deps, 'db' | 'now'>,
  sinceMs: number,
): Promise<RevocationList> {
  const now = deps.now();
  const items = await listRevocationsSince(deps.db, { since: new Date(sinceMs), now });
  return { items, now: now.getTime() };
}

function toRevocation(deps: Pick<Deps, 'now'> & Lifetime, subject: Subject): Revocation {
  const at = deps.now();
  const expiresAt = new Date(at.getTime() + ttlSeconds(deps) * 1000);
  return { ...subject, at: at.toISOString(), expiresAt: expiresAt.toISOString() };
}

function ttlSeconds(deps: Lifetime): number {
  return deps.settings.accessTokenTtlSeconds + slackSeconds;
}
