'use client';

import type { Page } from '@dailyfeed/contract/page';
import type { InfiniteData } from '@tanstack/react-query';

import { useSession } from '../../lib/session.tsx';

/**
 * What a list begins with: its first page as the server saw it for a visitor. A member's own marks, and whom they
 * follow, are not in that: to a member it is shown until their own has come.
 */
export function useFirstPage<FirstPage extends Page<unknown>>(
  initial: FirstPage | undefined,
): {
  initialData?: InfiniteData<FirstPage, string | null>;
  placeholderData?: InfiniteData<FirstPage, string | null>;
} {
  const { likely } = useSession();
  if (!initial) return {};
  const data = { pages: [initial], pageParams: [null] };
  return likely === 'anonymous' ? { initialData: data } : { placeholderData: data };
}
