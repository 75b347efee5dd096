import type { Me, MemberSummary } from '@dailyfeed/contract/member';

/** What is shown of a member beside their own texts. */
export function summaryOf({ id, handle, displayName, avatarUrl, visibility }: Me): MemberSummary {
  return { id, handle, displayName, avatarUrl, visibility };
}
