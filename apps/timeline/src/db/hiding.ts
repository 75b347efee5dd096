import type { PostRow } from '@dailyfeed/content-store/client';
import { HiddenBy, type Hiding } from '@dailyfeed/contract/hiding';

/** Why only its author sees a post or comment; null when everybody may. Without a name it was a person. */
export function toHiding(
  row: Pick<PostRow, 'hiddenAt' | 'hiddenBy' | 'hiddenTerms'>,
): Hiding | null {
  if (!row.hiddenAt) return null;
  return { by: HiddenBy.safeParse(row.hiddenBy).data ?? 'moderator', terms: row.hiddenTerms };
}
