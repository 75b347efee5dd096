import { type Revocation, revocationsChannel } from '@dailyfeed/auth/revocations';
import type { Redis } from 'ioredis';

import type { Transaction } from './client.ts';

/** The later of two revocations of one thing rules. */
export async function upsertRevocation(tx: Transaction, revocation: Revocation): Promise<void> {
  const { kind, id, roles = [] } = revocation;
  const facts = { at: new Date(revocation.at), expiresAt: new Date(revocation.expiresAt), roles };
  await tx.revocation.upsert({
    where: { kind_id: { kind, id } },
    create: { kind, id, ...facts },
    update: facts,
  });
}

/** Of things that have not been revoked before. */
export async function insertRevocations(tx: Transaction, revocations: Revocation[]): Promise<void> {
  await tx.revocation.createMany({
    data: revocations.map((revocation) => ({
      kind: revocation.kind,
      id: revocation.id,
      at: new Date(revocation.at),
      expiresAt: new Date(revocation.expiresAt),
    })),
    skipDuplicates: true,
  });
}

/** Removes up to `limit` that no living token can fall under; gives how many. */
export async function removeExpiredRevocations(
  tx: Transaction,
  args: { now: Date; limit: number },
): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM revocations WHERE (kind, id) IN (
      SELECT kind, id FROM revocations WHERE expires_at < ${args.now}::timestamptz LIMIT ${args.limit}::int)`;
}

/** What took effect at or after `since` and is still in force. */
export async function listRevocationsSince(
  tx: Transaction,
  args: { since: Date; now: Date },
): Promise<Revocation[]> {
  const rows = await tx.revocation.findMany({
    where: { at: { gte: args.since }, expiresAt: { gt: args.now } },
    orderBy: { at: 'asc' },
  });
  return rows.map((row) => ({
    kind: row.kind,
    id: row.id,
    ...(row.kind === 'roles' && { roles: row.roles }),
    at: row.at.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  }));
}

/** Tells every process that listens, and leaves a mark for as long as it matters. */
export async function publishRevocation(
  redis: Redis,
  revocation: Revocation,
  ttlSeconds: number,
): Promise<void> {
  const message = JSON.stringify(revocation);
  const key = `revoked:${revocation.kind}:${revocation.id}`;
  await Promise.all([
    redis.set(key, message, 'EX', ttlSeconds),
    redis.publish(revocationsChannel, message),
  ]);
}
