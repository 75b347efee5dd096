'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { useApi } from '../../lib/api.ts';
import { failureOf } from '../../lib/failure.ts';
import { toast } from '../../ui/toaster.tsx';
import { draftOf, isStored } from './draft.ts';
import type { Submission } from './use-submission.ts';

/**
 * Follows what becomes of a draft on other devices: looked at when the composer comes and when the tab is turned to. What
 * was posted or deleted there leaves the composer, what was written on takes its place; unless something was typed here
 * since it was saved.
 */
export function useDraftElsewhere(submission: Submission): void {
  const { draft, latestDraft, setDraft, isPending } = submission;
  const errorText = useErrorText();
  const id = draft.saved?.id;
  const isUntouched = id !== undefined && isStored(draft) && !isPending;
  const { data, error } = useQuery(
    useApi().content.draft.byId.queryOptions(
      { id: id ?? '' },
      { enabled: isUntouched, refetchOnWindowFocus: 'always', refetchOnMount: 'always' },
    ),
  );
  const follow = useEffectEvent(() => {
    const latest = latestDraft();
    const { saved } = latest;
    if (!saved || saved.id !== id || !isStored(latest)) return;
    if (failureOf(error).code === 'DRAFT_NOT_FOUND') {
      setDraft(() => null);
      toast.error(errorText(error));
    } else if (data && data.version > saved.version) setDraft(() => draftOf(data));
  });
  useEffect(() => {
    if (isUntouched) follow();
  }, [data, error, isUntouched]);
}
