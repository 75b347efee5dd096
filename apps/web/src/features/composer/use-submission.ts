'use client';

import { fieldErrorsOf } from '@dailyfeed/contract/field-error';
import { graphemeCount } from '@dailyfeed/contract/text';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type * as z from 'zod';

import { useErrorText, useFieldErrorText } from '../../i18n/use-error-text.ts';
import { failureOf } from '../../lib/failure.ts';
import { attemptOf, emptyDraft } from './draft.ts';
import { useDraft } from './use-draft.ts';

export type Submission = {
  text: string;
  setText: (text: string) => void;
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
 * a time and under one idempotency key per text; it leaves the composer only when it was accepted.
 */
export function useSubmission<T>(args: {
  slot: string;
  schema: z.ZodType<string, string>;
  max: number;
  /** What a text begins with when no draft was kept. */
  start?: string;
  send: (input: { text: string; idempotencyKey: string }) => Promise<T>;
  onAccepted: (result: T) => void;
}): Submission {
  const { slot, schema, max, start = '', send, onAccepted } = args;
  const [draft, setDraft] = useDraft(slot, start);
  const [refusal, setRefusal] = useState<string | null>(null);
  const errorText = useErrorText();
  const fieldErrorText = useFieldErrorText();
  // State comes a render too late to stop a second click.
  const isSending = useRef(false);

  const mutation = useMutation({
    mutationFn: send,
    // Offline is a failure to tell, not a reason to wait silently.
    networkMode: 'always',
    retry: false,
    onSuccess: (result) => {
      setDraft(emptyDraft);
      onAccepted(result);
    },
    onError: (error) => {
      setRefusal(fieldErrorText(failureOf(error).fields['text']) ?? errorText(error));
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
    setDraft({ text: draft.text, attempt });
    mutation.mutate({ text: draft.text, idempotencyKey: attempt.idempotencyKey });
  }

  return {
    text: draft.text,
    setText: (text) => {
      setRefusal(null);
      setDraft({ text, attempt: draft.attempt });
    },
    left,
    canSubmit,
    isKept: draft.text !== '' && draft.text !== start,
    isPending: mutation.isPending,
    pendingText: mutation.isPending ? draft.text : null,
    failure: refusal,
    submit,
    discard: () => {
      setRefusal(null);
      setDraft(emptyDraft);
    },
  };
}

/** Counted as the contract counts; texts far from the limit are not segmented at every key. */
function charactersLeft(text: string, max: number): number {
  const trimmed = text.trim();
  return max - (trimmed.length <= max / 2 ? trimmed.length : graphemeCount(trimmed));
}
