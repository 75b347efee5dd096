import type { MailRow, Transaction } from './client.ts';

export type NewMail = {
  id: string;
  to: string;
  kind: MailRow['kind'];
  params: Record<string, string | null>;
  createdAt: Date;
  nextAttemptAt: Date;
};

export async function insertMail(tx: Transaction, mail: NewMail): Promise<void> {
  await tx.mail.createMany({ data: [mail] });
}

/**
 * Takes one mail that is due, and puts its next attempt off: whoever has taken it has that long to send it, and if
 * they never come back, somebody else does. Two processes never take the same one.
 */
export async function claimDueMail(
  tx: Transaction,
  args: { now: Date; attemptsMax: number; firstPauseSeconds: number; longestPauseSeconds: number },
): Promise<MailRow | undefined> {
  const { now, attemptsMax, firstPauseSeconds, longestPauseSeconds } = args;
  const claimed = await tx.$queryRaw<{ id: string }[]>`
    UPDATE mails SET
      attempts = attempts + 1,
      next_attempt_at = ${now}::timestamptz + interval '1 second'
        * least(${firstPauseSeconds}::int * power(2, attempts), ${longestPauseSeconds}::int)
    WHERE id = (
      SELECT id FROM mails
      WHERE sent_at IS NULL AND next_attempt_at <= ${now}::timestamptz AND attempts < ${attemptsMax}::int
      ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id`;
  const [first] = claimed;
  if (!first) return undefined;
  return (await tx.mail.findUnique({ where: { id: first.id } })) ?? undefined;
}

/** Notes that a mail has been sent, and forgets to whom and about what: nobody is named longer than it takes. */
export async function markMailSent(tx: Transaction, id: string, sentAt: Date): Promise<void> {
  await tx.mail.updateMany({
    where: { id },
    data: { sentAt, lastError: null, to: '', params: {} },
  });
}

export async function markMailFailed(
  tx: Transaction,
  id: string,
  lastError: string,
): Promise<void> {
  await tx.mail.updateMany({ where: { id }, data: { lastError } });
}

/** Removes up to `limit` that were sent before `sentBefore`, or were written before `writtenBefore`; gives how many. */
export async function removeDoneMails(
  tx: Transaction,
  args: { sentBefore: Date; writtenBefore: Date; limit: number },
): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM mails WHERE id IN (
      SELECT id FROM mails
      WHERE sent_at < ${args.sentBefore}::timestamptz
        OR created_at < ${args.writtenBefore}::timestamptz
      LIMIT ${args.limit}::int)`;
}
