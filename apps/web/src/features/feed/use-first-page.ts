'use client';

import type { Page } from '@dailyfeed/contract/page';
import type { InfiniteData } from '@tanstack/react-query';

import { useSession } from '../../lib/session.tsx';
import { usePendingCursor } from './use-list.ts';

/**
 * What a list begins with: its first page as the server saw it for a visitor. A member's own marks, and whom they
 * follow, are not in that, and who comes back to a later page is not to stay with it: to them it is shown until what
 * they will read has come.
 */
export function useFirstPage<FirstPage extends Page<unknown>>(
  initial: FirstPage | undefined,
): {
  initialData?: InfiniteData<FirstPage, string | null>;
  placeholderData?: InfiniteData<FirstPage, string | null>;
} {
  const { likely } = useSession();
  const isElsewhere = usePendingCursor() !== null;
  if (!initial) return {};
  const data = { pages: [initial], pageParams: [null] };
  return likely === 'anonymous' && !isElsewhere ? { initialData: data } : { placeholderData: data };
}
