'use client';

import { keepalive } from '@dailyfeed/client';
import type { PostPage } from '@dailyfeed/contract/post';
import { type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffectEvent, useLayoutEffect, useState } from 'react';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { useApi, useApiClient } from '../../lib/api.ts';
import { moveFocus } from '../../lib/move-focus.ts';
import { useSessionActions } from '../../lib/session.tsx';
import { useMemberId } from '../../lib/use-member-id.ts';
import { toast } from '../../ui/toaster.tsx';
import { itemsOf, type PostPages } from '../post/post-cache.ts';
import { findItemsInView, headerPx, isAtTop, newestOf } from './place.ts';
import { replacePages } from './replace-pages.ts';

/** A reader who has stopped for this long is reading. */
const restMs = 1500;
/** A page that came is drawn within a few. */
const framesMax = 60;

/** The member who has come to where they were, or has gone on from there, in this tab. */
let overFor: string | null = null;

/**
 * Remembers, for the member's other devices, which post of the following feed is under the eye, and offers to go on
 * from where they were on another one. Nothing moves before they ask for it.
 */
export function useMarker(feed: {
  key: QueryKey;
  data: PostPages | undefined;
  load: (cursor: string) => Promise<PostPage>;
}): {
  /** Whether the reader was further down. */
  canContinue: boolean;
  isGoing: boolean;
  goOn: () => void;
} {
  const { key, data, load } = feed;
  const api = useApi();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const [, redraw] = useState(0);
  const memberId = useMemberId();
  const isOver = overFor === memberId;
  const marker = useQuery(
    api.timeline.marker.get.queryOptions(undefined, {
      enabled: memberId !== null && !isOver,
      // Where they were when this tab was opened; what it notes down itself does not change it.
      staleTime: Infinity,
      gcTime: Infinity,
      retry: false,
    }),
  );
  const marked = marker.data?.postId ?? null;

  const end = (): void => {
    overFor = memberId;
    redraw((count) => count + 1);
  };
  useKeptMarker((inView) => {
    // Ids sort by time: at the marked post or below it, the reader has arrived.
    if (marked !== null && !isOver && inView <= marked) end();
  }, memberId);

  const { mutate, isPending } = useMutation({
    mutationFn: async (cursor: string) => {
      // The marked post, or the next below it that is still there.
      const loaded = data && itemsOf(data).find((post) => marked !== null && post.id <= marked);
      if (loaded) return loaded.id;
      const page = await load(cursor);
      const [first] = page.items;
      if (!first) return undefined;
      const newestId = data ? newestOf(data) : null;
      await replacePages(queryClient, key, {
        pages: [{ ...page, newestId }],
        pageParams: [cursor],
      });
      return first.id;
    },
    onSuccess: async (id) => {
      if (id !== undefined) await showPost(id);
      end();
    },
    onError: (error) => toast.error(errorText(error)),
  });
  const cursor = marker.data?.cursor ?? null;
  const first = data && isAtTop(data) ? itemsOf(data)[0] : undefined;
  return {
    canContinue:
      !isOver && marked !== null && cursor !== null && first !== undefined && first.id > marked,
    isGoing: isPending,
    goOn: () => {
      if (cursor !== null) mutate(cursor);
    },
  };
}

/** Sends where the reader is, once they rest there or leave; tells `onRest` of it too. */
function useKeptMarker(onRest: (inView: string) => void, memberId: string | null): void {
  const client = useApiClient();
  const session = useSessionActions();
  const tell = useEffectEvent(onRest);
  // Not later: what is in view goes with the list.
  useLayoutEffect(() => {
    if (memberId === null) return;
    let timer: number | undefined;
    let kept: string | undefined;
    const keep = (): void => {
      window.clearTimeout(timer);
      timer = undefined;
      const inView = findItemsInView(document.body)[0]?.id;
      // After a log-out nobody reads here.
      if (inView === undefined || inView === kept || session.memberId !== memberId) return;
      kept = inView;
      tell(inView);
      // What is not kept costs a reader nothing but the way there.
      client.timeline.marker.set
        .mutate({ postId: inView }, { context: keepalive })
        .catch(() => undefined);
    };
    const rest = (): void => {
      window.clearTimeout(timer);
      timer = window.setTimeout(keep, restMs);
    };
    const leave = (): void => {
      if (timer !== undefined) keep();
    };
    const look = (): void => {
      if (document.visibilityState === 'hidden') leave();
    };
    window.addEventListener('scroll', rest, { passive: true });
    document.addEventListener('visibilitychange', look);
    return () => {
      leave();
      window.removeEventListener('scroll', rest);
      document.removeEventListener('visibilitychange', look);
    };
  }, [client, session, memberId]);
}

/** Brings a post that is about to be drawn under the eye. */
async function showPost(id: string): Promise<void> {
  const find = (): HTMLElement | null =>
    document.querySelector<HTMLElement>(`[data-item="${CSS.escape(id)}"]`);
  for (let frame = 0; frame < framesMax && !find(); frame += 1) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  const post = find();
  if (!post) return;
  // A pixel higher than the header ends, so that the post before it is out of view however the browser rounds.
  const top = post.getBoundingClientRect().top - headerPx + 1;
  window.scrollBy({ top, behavior: 'instant' });
  // The pill that was pressed goes away; whoever uses the keyboard goes on from the post.
  moveFocus(post);
}
