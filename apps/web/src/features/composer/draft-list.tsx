'use client';

import type { Draft as SavedDraft } from '@dailyfeed/contract/draft';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { NotebookPen, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useRef } from 'react';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { useApi, useApiClient } from '../../lib/api.ts';
import { useKeptFocus } from '../../lib/use-kept-focus.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { MoreButton } from '../../ui/more-button.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { QueryError } from '../../ui/state.tsx';
import { toast } from '../../ui/toaster.tsx';
import { draftOf, isStored } from './draft.ts';
import { useDraftCache } from './use-draft-cache.ts';
import type { Submission } from './use-submission.ts';

export type DraftListProps = {
  submission: Submission;
  /** Saves what stands in the composer, before another takes its place. */
  flush: () => Promise<void>;
  /** One stands in the composer. */
  onChosen: () => void;
  /** False while nobody sees it. */
  isShown?: boolean;
};

/** The member's drafts, to go on with one or to throw it away. */
export function DraftList(props: DraftListProps): ReactNode {
  const { submission, flush, onChosen, isShown = true } = props;
  const t = useTranslations('composer');
  const api = useApi();
  const client = useApiClient();
  const { readListAgain } = useDraftCache();
  const errorText = useErrorText();
  const query = useInfiniteQuery(
    api.content.draft.list.infiniteQueryOptions(
      {},
      { getNextPageParam: (page) => page.nextCursor, enabled: isShown, staleTime: 0 },
    ),
  );
  const drafts = query.data?.pages.flatMap((page) => page.items) ?? [];
  const onError = (error: Error): void => {
    toast.error(errorText(error));
    // It may be another by now, or gone.
    void readListAgain();
  };

  const choice = useMutation({
    mutationFn: async ({ id }: SavedDraft) => {
      for (;;) {
        // As it is by now: the list may be older than what was written on another device.
        const chosen = await client.content.draft.byId.query({ id });
        await flush();
        // What was typed meanwhile is saved as well before the other takes its place. Where nothing can be saved any
        // more, since somebody else has logged in, the question above is refused.
        if (isStored(submission.latestDraft())) return chosen;
      }
    },
    onSuccess: (chosen) => {
      submission.setDraft(() => draftOf(chosen));
      onChosen();
      void readListAgain();
    },
    onError,
  });
  const removal = useMutation({
    mutationFn: ({ id, version }: SavedDraft) =>
      client.content.draft.delete.mutate({ id, version }),
    onSuccess: async (_answer, { id }) => {
      // What stands in the composer stays there, and is saved anew with the next key.
      if (submission.latestDraft().saved?.id === id)
        submission.setDraft((draft) => ({ ...draft, saved: null }));
      // Of as many as there may be one is free for it.
      else flush().catch(() => undefined);
      await readListAgain();
    },
    onError,
  });
  function choose(draft: SavedDraft): void {
    // What stands in the composer is newer than what the list says of it.
    if (draft.id === submission.latestDraft().saved?.id) onChosen();
    else choice.mutate(draft);
  }
  // What is on its way stays in its place until it is there.
  const isBusy = choice.isPending || removal.isPending || submission.isPending;
  const list = useRef<HTMLUListElement>(null);
  useKeptFocus(list);

  return (
    <>
      <ul ref={list} className="outline-none">
        {drafts.map((draft) => (
          <li
            key={draft.id}
            className="flex items-start gap-2 border-b border-line py-3 last:border-0"
          >
            <button
              type="button"
              // Busy is not disabled, which would lose the focus.
              aria-disabled={isBusy}
              onClick={() => {
                if (!isBusy) choose(draft);
              }}
              className="min-w-0 flex-1 rounded-2 text-start hover:underline"
            >
              <span dir="auto" className="line-clamp-2 break-words">
                {draft.text.trim() ||
                  draft.contentWarning ||
                  t('draftPictures', { count: draft.images.length })}
              </span>
              <span className="text-s text-ink-3">
                <RelativeTime time={draft.updatedAt} />
              </span>
            </button>
            <IconButton
              label={t('draftDelete')}
              aria-disabled={isBusy}
              onClick={() => {
                if (!isBusy) removal.mutate(draft);
              }}
            >
              <Trash2 aria-hidden="true" className="size-4.5" />
            </IconButton>
          </li>
        ))}
      </ul>
      {query.isPending && <Skeleton className="h-16 w-full" />}
      {query.isError && <QueryError query={query} />}
      {query.isSuccess && drafts.length === 0 && (
        <EmptyState icon={<NotebookPen />} title={t('draftsEmptyTitle')}>
          {t('draftsEmptyText')}
        </EmptyState>
      )}
      <MoreButton query={query} label={t('draftsMore')} />
    </>
  );
}
