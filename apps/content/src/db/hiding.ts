import { type HiddenBy, HiddenBy as By } from '@dailyfeed/contract/hiding';

/** The columns of a post or comment that say whether, and because of whom, only its author sees it. */
export type HidingColumns = {
  hiddenAt: Date | null;
  hiddenBy: string | null;
  hiddenTerms: string[];
};

export const notHidden: HidingColumns = { hiddenAt: null, hiddenBy: null, hiddenTerms: [] };

/** Null when everybody may see it. What was hidden before it was written down by whom, a person has hidden. */
export function hiddenByOf(row: Pick<HidingColumns, 'hiddenAt' | 'hiddenBy'>): HiddenBy | null {
  return row.hiddenAt && (By.safeParse(row.hiddenBy).data ?? 'moderator');
}
