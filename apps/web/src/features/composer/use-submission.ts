'use client';

import { fieldErrorsOf } from '@dailyfeed/contract/field-error';
import { graphemeCount } from '@dailyfeed/contract/text';
import { useIsMutating, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useState } from 'react';
import type * as z from 'zod';

import { useErrorText, useFieldErrorText } from '../../i18n/use-error-text.ts';
import { failureOf, isSessionFailure } from '../../lib/failure.ts';
import { newUuid } from '../../lib/new-uuid.ts';
import { useSessionActions } from '../../lib/session.tsx';
import {
  type Attempt,
  attemptOf,
  type Draft,
  emptyDraft,
  isInterrupted,
  isSamePictures,
  withoutSent,
} from './draft.ts';
import { useDraft } from './use-draft.ts';
import { useUntold } from './use-untold.ts';

export type Submission = {
  text: string;
  setText: (text: string) => void;
  /** Content warning; empty for none. */
  warning: string;
  setWarning: (warning: string) => void;
  /** What is kept, and a way to put another in its place, or nothing. */
  draft: Draft;
  latestDraft: () => Draft;
  setDraft: (change: (draft: Draft) => Draft | null) => void;
  /** Characters left, below zero when the text is too long. */
  left: number;
  canSubmit: boolean;
  /** Something was typed that is not sent yet; it is kept in this browser. */
  isKept: boolean;
  /** It is being sent, from here or from a page that was left meanwhile. */
  isPending: boolean;
  /** What is being sent, while it is. */
  pendingText: string | null;
  /** Why the last attempt failed, in the reader's language. */
  failure: string | null;
  submit: () => void;
  /** Throws the draft away; what is on its way stays, since it may come back refused. */
  discard: () => void;
};

/** What is sent: the words with their key, and what was known of the text they come from. */
type Sent = Attempt & Pick<Draft, 'saved' | 'base'>;

/**
 * The life of a text from the first key to the accepted one: kept as a draft, checked by the contract, sent once at
 * a time and under one idempotency key per text; it leaves the composer only when it was accepted. What the session has
 * ended under is sent once more when the composer is there again. A slot is of one member.
 */
export function useSubmission<T>(args: {
  /** Who writes: nothing is sent as anybody else. Null for nobody. */
  memberId: string | null;
  slot: string;
  schema: z.ZodType<string, string>;
  max: number;
  /** What stands there when no draft was kept; of an edit with the version it is made from. */
  start?: Draft;
  /** By which others learn that it is on its way. */
  mutationKey?: string[];
  /** False for a form that somebody has opened: what a session ended under is shown there, to be sent or not. */
  resumes?: boolean;
  send: (sent: Sent) => Promise<T>;
  onAccepted: (result: T) => void;
}): Submission {
  const {
    memberId,
    slot,
    schema,
    max,
    start = emptyDraft,
    resumes = true,
    send,
    onAccepted,
  } = args;
  const t = useTranslations('composer');
  const { draft, latestDraft, setDraft } = useDraft(slot, start);
  const [refusal, setRefusal] = useState<string | null>(null);
  const errorText = useErrorText();
  const fieldErrorText = useFieldErrorText();
  const queryClient = useQueryClient();
  const session = useSessionActions();
  const mutationKey = [...(args.mutationKey ?? ['submission']), slot];
  const isPending = useIsMutating({ mutationKey }) > 0;
  // State comes a render too late to stop a second click.
  const isOnItsWay = (): boolean => queryClient.isMutating({ mutationKey }) > 0;
  // The page learns of another member a render later than the session.
  const isTheirs = (): boolean => memberId !== null && session.memberId === memberId;
  const untold = useUntold();

  const mutation = useMutation({
    mutationKey,
    mutationFn: send,
    // Offline is a failure to tell, not a reason to wait silently.
    networkMode: 'always',
    retry: false,
    onSuccess: (result, sent) => {
      setDraft((before) => withoutSent(before, sent));
      onAccepted(result);
    },
    onError: (error) => {
      const { code, fields } = failureOf(error);
      if (isSessionFailure(code)) setDraft((before) => withInterruption(before, Date.now()));
      const reason = fieldErrorText(fields['text'] ?? fields['contentWarning']) ?? errorText(error);
      setRefusal(reason);
      untold(t('notSent', { reason }));
    },
  });

  const left = charactersLeft(draft.text, max);
  const canSubmit = draft.text.trim() !== '' && left >= 0;

  function submit(): void {
    if (isOnItsWay() || !canSubmit || !isTheirs()) return;
    const checked = schema.safeParse(draft.text);
    if (!checked.success) {
      setRefusal(fieldErrorText(fieldErrorsOf(checked.error)['']) ?? null);
      return;
    }
    const attempt = { ...attemptOf(draft, newUuid), interruptedAt: null };
    setRefusal(null);
    untold(null);
    setDraft((before) => ({ ...before, attempt }));
    mutation.mutate({ ...attempt, saved: draft.saved, base: draft.base });
  }

  // What a session ended under goes on once its member is back: slots are a member's own.
  const resume = useEffectEvent(() => {
    if (!isInterrupted(draft, Date.now()) || !isTheirs()) return;
    if (resumes) submit();
    else setDraft((before) => withInterruption(before, null));
  });
  useEffect(() => {
    const timer = setTimeout(resume);
    return () => clearTimeout(timer);
  }, []);

  return {
    text: draft.text,
    setText: (text) => {
      setRefusal(null);
      setDraft((before) => ({ ...before, text }));
    },
    warning: draft.warning,
    setWarning: (warning) => {
      setRefusal(null);
      setDraft((before) => ({ ...before, warning }));
    },
    draft,
    latestDraft,
    setDraft,
    left,
    canSubmit,
    isKept:
      (draft.text !== '' && draft.text !== start.text) ||
      (draft.warning !== '' && draft.warning !== start.warning) ||
      !isSamePictures(draft.images, start.images),
    isPending,
    pendingText: isPending ? (draft.attempt?.text ?? draft.text) : null,
    failure: refusal,
    submit,
    discard: () => {
      if (isOnItsWay()) return;
      setRefusal(null);
      setDraft(() => null);
    },
  };
}

/** When a session ended under what was sent; null when none has, or it is not to be gone on with. */
function withInterruption(draft: Draft, interruptedAt: number | null): Draft {
  const { attempt } = draft;
  return { ...draft, attempt: attempt && { ...attempt, interruptedAt } };
}

/** Counted as the contract counts; texts far from the limit are not segmented at every key. */
function charactersLeft(text: string, max: number): number {
  const trimmed = text.trim();
  return max - (trimmed.length <= max / 2 ? trimmed.length : graphemeCount(trimmed));
}
