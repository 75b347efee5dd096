import type { ContentTransaction } from '@dailyfeed/content-store/client';

/** Says that a group has handled an event, in the transaction of its effect; false when it had already. */
export async function markProcessed(
  tx: ContentTransaction,
  event: { group: string; eventId: string; processedAt: Date },
): Promise<boolean> {
  const { count } = await tx.processedEvent.createMany({ data: [event], skipDuplicates: true });
  return count === 1;
}
