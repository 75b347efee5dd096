'use client';

import type { CommentPage, CommentThread } from '@dailyfeed/contract/comment';
import {
  type InfiniteData,
  keepPreviousData,
  type QueryKey,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { useApi, useApiClient } from '../../lib/api.ts';
import { useSession } from '../../lib/session.tsx';
import { useDebounced } from '../../lib/use-debounced.ts';
import { toast } from '../../ui/toaster.tsx';
import { commentElementId } from './ids.ts';
import { flatThreads, freshAmong } from './thread-tree.ts';

type CommentPages = InfiniteData<CommentPage, string | null>;

/** However fast people talk, it is looked at when they pause. */
const pauseMs = 500;
/** Of a long conversation its end alone is looked at: that is where it goes on. All of it is asked for when it is shown. */
const lookedAtMax = 5;

/**
 * What others have said since the conversation was loaded. It is looked at behind what is shown, when the post's
 * counter has moved and when the conversation was kept from an earlier visit, and shown when the reader asks for it.
 */
export function useFreshComments(args: {
  postId: string;
  /** As the post tells it at the moment. */
  commentCount: number;
  pageSize: number;
  /** What is shown, where it is kept, and whether it was asked for by this visit. */
  shown: CommentPages | undefined;
  queryKey: QueryKey;
  isOfThisVisit: boolean;
  /** Shown apart from the pages: what the reader has written, and what they were led to. */
  apart: CommentThread[];
}): { count: number; isBusy: boolean; show: () => void } {
  const { postId, commentCount, pageSize, shown, queryKey, isOfThisVisit, apart } = args;
  const { comments } = useApi().timeline.post;
  const client = useApiClient();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const isMember = useSession().state === 'member';
  const [startCount] = useState(commentCount);
  const told = useDebounced(commentCount, pauseMs);

  /** The last pages that are shown as they are by now; where they were all, the one that has come after them too. */
  async function load(pagesMax: number): Promise<CommentPages> {
    const { pages, pageParams: all } = shown ?? { pages: [], pageParams: [] };
    const pageParams = all.slice(-pagesMax);
    const ask = (cursor: string | null): Promise<CommentPage> =>
      client.timeline.post.comments.query({ postId, limit: pageSize, cursor });
    const loaded = await Promise.all(pageParams.map(ask));
    const next = loaded.at(-1)?.nextCursor ?? null;
    const wasEnd = pages.at(-1)?.nextCursor === null;
    if (!wasEnd || next === null) return { pages: loaded, pageParams };
    return { pages: [...loaded, await ask(next)], pageParams: [...pageParams, next] };
  }

  function freshIn({ pages }: CommentPages): CommentThread[] {
    // Also the replies that were asked for one by one.
    const loaded = queryClient
      .getQueriesData<CommentPages>(comments.infiniteQueryFilter({ postId }))
      .flatMap(([, data]) => data?.pages ?? []);
    const known = [...loaded.flatMap(({ items }) => items), ...apart];
    return freshAmong(
      pages.flatMap(({ items }) => items),
      new Set(flatThreads(known).map(({ id }) => id)),
    );
  }

  const look = useQuery({
    queryKey: [...comments.queryKey({ postId, limit: pageSize }), told],
    queryFn: () => load(lookedAtMax),
    enabled: isMember && shown !== undefined && (told !== startCount || !isOfThisVisit),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 0,
    refetchOnReconnect: false,
    // The next word is looked at too.
    retry: false,
  });

  const firstFresh = useRef<string>(undefined);
  const { mutate, isPending } = useMutation({
    mutationFn: () => load(Infinity),
    onSuccess: (pages) => {
      firstFresh.current = freshIn(pages)[0]?.id;
      queryClient.setQueryData(queryKey, pages);
    },
    onError: (error) => toast.error(errorText(error)),
  });
  useEffect(() => {
    const id = firstFresh.current;
    const comment = id && document.querySelector<HTMLElement>(`#${commentElementId(id)}`);
    if (!comment) return;
    firstFresh.current = undefined;
    // The pill that was pressed goes away; whoever uses the keyboard goes on from here.
    comment.focus({ preventScroll: true });
    comment.scrollIntoView({ block: 'nearest' });
  });

  return {
    count: look.data ? freshIn(look.data).length : 0,
    isBusy: isPending,
    show: () => mutate(),
  };
}
