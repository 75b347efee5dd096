'use client';

import { fieldErrorsOf } from '@dailyfeed/contract/field-error';
import { graphemeCount } from '@dailyfeed/contract/text';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type * as z from 'zod';

import { useErrorText, useFieldErrorText } from '../../i18n/use-error-text.ts';
import { failureOf, isSessionFailure } from '../../lib/failure.ts';
import {
  attemptOf,
  type Draft,
  type DraftImage,
  emptyDraft,
  isInterrupted,
  isSameImages,
} from './draft.ts';
import { useDraft } from './use-draft.ts';

export type Submission = {
  text: string;
  setText: (text: string) => void;
  /** Content warning; empty for none. */
  warning: string;
  setWarning: (warning: string) => void;
  /** What is kept, and a way to put another in its place. */
  draft: Draft;
  setDraft: (change: (draft: Draft) => Draft) => void;
  /** Characters left, below zero when the text is too long. */
  left: number;
  canSubmit: boolean;
  /** Something was typed that is not sent yet; it is kept in this browser. */
  isKept: boolean;
  isPending: boolean;
  /** What is being sent, while it is. */
  pendingText: string | null;
  /** Why the last attempt failed, in the reader's language. */
  failure: string | null;
  submit: () => void;
  /** Throws the draft away. */
  discard: () => void;
};

/**
 * The life of a text from the first key to the accepted one: kept as a draft, checked by the contract, sent once at
 * a time and under one idempotency key per text; it leaves the composer only when it was accepted. What the session has
 * ended under is sent once more when the composer is there again. A slot is of one member.
 */
export function useSubmission<T>(args: {
  slot: string;
  schema: z.ZodType<string, string>;
  max: number;
  /** What a text begins with when no draft was kept. */
  start?: string;
  startWarning?: string;
  startImages?: DraftImage[];
  /** By which others learn that it is on its way. */
  mutationKey?: string[];
  send: (input: NonNullable<Draft['attempt']>, draft: Draft) => Promise<T>;
  onAccepted: (result: T) => void;
}): Submission {
  const {
    slot,
    schema,
    max,
    start = '',
    startWarning = '',
    startImages = [],
    mutationKey,
    send,
    onAccepted,
  } = args;
  const [draft, setDraft] = useDraft(slot, {
    text: start,
    warning: startWarning,
    images: startImages,
  });
  const [refusal, setRefusal] = useState<string | null>(null);
  const errorText = useErrorText();
  const fieldErrorText = useFieldErrorText();
  // State comes a render too late to stop a second click.
  const isSending = useRef(false);

  const mutation = useMutation({
    ...(mutationKey && { mutationKey }),
    mutationFn: (attempt: NonNullable<Draft['attempt']>) => send(attempt, draft),
    // Offline is a failure to tell, not a reason to wait silently.
    networkMode: 'always',
    retry: false,
    onSuccess: (result) => {
      setDraft(() => emptyDraft);
      onAccepted(result);
    },
    onError: (error) => {
      const { code, fields } = failureOf(error);
      if (isSessionFailure(code)) setDraft(interrupted);
      setRefusal(fieldErrorText(fields['text'] ?? fields['contentWarning']) ?? errorText(error));
    },
    onSettled: () => {
      isSending.current = false;
    },
  });

  const left = charactersLeft(draft.text, max);
  const canSubmit = draft.text.trim() !== '' && left >= 0;

  function submit(): void {
    if (isSending.current || !canSubmit) return;
    const checked = schema.safeParse(draft.text);
    if (!checked.success) {
      setRefusal(fieldErrorText(fieldErrorsOf(checked.error)['']) ?? null);
      return;
    }
    const attempt = attemptOf(draft, () => crypto.randomUUID());
    isSending.current = true;
    setRefusal(null);
    setDraft((before) => ({ ...before, attempt: { ...attempt, interruptedAt: null } }));
    mutation.mutate(attempt);
  }

  // What a session ended under goes on once its member is back: slots are a member's own.
  const resume = useEffectEvent(() => {
    if (isInterrupted(draft, Date.now())) submit();
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
    setDraft,
    left,
    canSubmit,
    isKept:
      (draft.text !== '' && draft.text !== start) ||
      (draft.warning !== '' && draft.warning !== startWarning) ||
      !isSameImages(draft.images, startImages),
    isPending: mutation.isPending,
    pendingText: mutation.isPending ? draft.text : null,
    failure: refusal,
    submit,
    discard: () => {
      setRefusal(null);
      setDraft(() => emptyDraft);
    },
  };
}

function interrupted(draft: Draft): Draft {
  const { attempt } = draft;
  return { ...draft, attempt: attempt && { ...attempt, interruptedAt: Date.now() } };
}

/** Counted as the contract counts; texts far from the limit are not segmented at every key. */
function charactersLeft(text: string, max: number): number {
  const trimmed = text.trim();
  return max - (trimmed.length <= max / 2 ? trimmed.length : graphemeCount(trimmed));
}
