import type { ContentTransaction } from '@dailyfeed/content-store/client';

/** When a job was last done to its end, by whichever process; undefined where it never was. */
export async function findJobRun(tx: ContentTransaction, name: string): Promise<Date | undefined> {
  return (await tx.jobRun.findUnique({ where: { name } }))?.doneAt;
}

export async function saveJobRun(
  tx: ContentTransaction,
  run: { name: string; doneAt: Date },
): Promise<void> {
  const { name, doneAt } = run;
  await tx.jobRun.upsert({ where: { name }, create: run, update: { doneAt } });
}
