'use client';

import type { Page } from '@dailyfeed/contract/page';
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { toast } from '../../ui/toaster.tsx';
import { replacePages } from './replace-pages.ts';
import { postsId } from './skip-to-posts.tsx';

/** Starts a list anew from its top, because the reader asked for it: nothing else may move what is being read. */
export function useRefresh(
  queryKey: QueryKey,
  loadFirstPage: () => Promise<Page<unknown>>,
): { refresh: () => void; isRefreshing: boolean } {
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const { mutate, isPending } = useMutation({
    mutationFn: loadFirstPage,
    onSuccess: async (page) => {
      await replacePages(queryClient, queryKey, { pages: [page], pageParams: [null] });
      window.scrollTo({ top: 0 });
      // The pill that was pressed goes away; whoever uses the keyboard goes on from the list.
      document.querySelector<HTMLElement>(`#${postsId}`)?.focus({ preventScroll: true });
    },
    onError: (error) => toast.error(errorText(error)),
  });
  return { refresh: () => mutate(), isRefreshing: isPending };
}
