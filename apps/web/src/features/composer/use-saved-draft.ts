'use client';

import type { Draft as KeptDraft } from '@dailyfeed/contract/draft';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { useApiClient } from '../../lib/api.ts';
import { failureOf } from '../../lib/failure.ts';
import { newUuid } from '../../lib/new-uuid.ts';
import { useSessionActions } from '../../lib/session.tsx';
import { type Draft, isStored, type Words, wordsOf } from './draft.ts';
import { useDraftCache } from './use-draft-cache.ts';
import { useDraftElsewhere } from './use-draft-elsewhere.ts';
import type { Submission } from './use-submission.ts';

/** After the last key. */
const pauseMs = 1500;

export type SavedDraft = {
  /** Saves what is not saved yet; rejects when that fails. */
  flush: () => Promise<void>;
  /** Why the text is kept in this browser only; null while it is not. */
  saveFailure: 'full' | 'failed' | null;
};

/**
 * Keeps what is being written with the service too, so that it is there on another device. Saves one after another,
 * each from the version before; what was changed elsewhere meanwhile stays there, and this goes on as a draft of its
 * own. After a failure the text is kept in this browser, and the next key tries again, or the connection when it is back.
 */
export function useSavedDraft(memberId: string, submission: Submission): SavedDraft {
  const { draft, latestDraft, setDraft, isPending } = submission;
  const client = useApiClient();
  const session = useSessionActions();
  const cache = useDraftCache();
  useDraftElsewhere(submission);

  const [failure, setFailure] = useState<SavedDraft['saveFailure']>(null);
  const { mutate, mutateAsync } = useMutation({
    scope: { id: 'draft.save' },
    retry: false,
    mutationFn: () =>
      inTurn(async () => {
        // As it is by now: another tab may have saved it.
        const latest = latestDraft();
        // Whose text it is may have logged out while it waited.
        if (isStored(latest) || session.memberId !== memberId) return;
        const words = wordsOf(latest);
        const kept = await keep(client.content, latest.saved, words);
        const saved = kept && { id: kept.id, version: kept.version };
        setDraft((before) => ({ ...before, saved, stored: words }));
        cache.update(kept);
      }),
    onSuccess: () => setFailure(null),
    onError: (error) =>
      setFailure(failureOf(error).code === 'DRAFT_LIMIT_REACHED' ? 'full' : 'failed'),
  });

  const isUpToDate = isStored(draft);
  useEffect(() => {
    if (isPending || isUpToDate) return undefined;
    const timer = setTimeout(() => mutate(), pauseMs);
    return () => clearTimeout(timer);
  }, [draft, isPending, isUpToDate, mutate]);

  const saveFailure = isUpToDate ? null : failure;
  useEffect(() => {
    if (saveFailure === null) return undefined;
    const saveAgain = (): void => mutate();
    window.addEventListener('online', saveAgain);
    return () => window.removeEventListener('online', saveAgain);
  }, [saveFailure, mutate]);

  return { flush: () => mutateAsync(), saveFailure };
}

/** One tab at a time: each save needs the version that the one before has made. */
async function inTurn(work: () => Promise<void>): Promise<void> {
  const { locks } = navigator as Partial<Navigator>; // undefined in an insecure context
  return locks ? locks.request('dailyfeed-draft', work) : work();
}

/** Null when there is nothing to keep. */
async function keep(
  { draft }: ReturnType<typeof useApiClient>['content'],
  known: Draft['saved'],
  words: Words,
): Promise<KeptDraft | null> {
  const save = ({ id, version }: NonNullable<Draft['saved']>) =>
    draft.save.mutate({
      id,
      version,
      text: words.text,
      contentWarning: words.warning,
      images: words.images,
    });
  const unsaved = () => ({ id: newUuid(), version: 0 });
  const isNothing = words.text.trim() === '' && words.warning === '' && words.images.length === 0;
  try {
    if (!isNothing) return await save(known ?? unsaved());
    if (known) await draft.delete.mutate(known);
    return null;
  } catch (error) {
    const { code } = failureOf(error);
    if (code !== 'DRAFT_CHANGED' && code !== 'DRAFT_NOT_FOUND') throw error;
    // That of another device stays as it is.
    return isNothing ? null : save(unsaved());
  }
}
