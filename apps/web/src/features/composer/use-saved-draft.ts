'use client';

import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

import { useApiClient } from '../../lib/api.ts';
import { failureOf } from '../../lib/failure.ts';
import { type Draft, isSameImages } from './draft.ts';
import type { Submission } from './use-submission.ts';

/** After the last key. */
const pauseMs = 1500;

/**
 * Keeps what is being written with the service too, so that it is there on another device. Saves one after another,
 * each from the version before; what was changed elsewhere meanwhile stays there, and this goes on as a draft of its
 * own. A failure needs no words: the text is kept in this browser, and the next key tries again.
 */
export function useSavedDraft({ draft, setDraft, isPending }: Submission): {
  /** Saves what is not saved yet; rejects when that fails. */
  flush: () => Promise<void>;
} {
  const client = useApiClient();
  const { text, warning, images, saved } = draft;
  const stored = useRef<Words>({ text: '', warning: '', images: [] });
  // As the last save has left it: the page may be a render behind.
  const place = useRef(saved);
  useEffect(() => {
    place.current = saved;
  }, [saved]);

  const { mutate, mutateAsync } = useMutation({
    // One at a time: each needs the version that the one before has made.
    scope: { id: 'draft.save' },
    retry: false,
    mutationFn: async (words: Words) => {
      const known = place.current;
      if (words.text.trim() === '' && words.warning === '' && words.images.length === 0) {
        if (known) await client.content.draft.delete.mutate({ id: known.id });
        return null;
      }
      const save = ({ id, version }: NonNullable<Draft['saved']>) =>
        client.content.draft.save.mutate({
          id,
          version,
          text: words.text,
          contentWarning: words.warning,
          images: words.images,
        });
      const unsaved = () => ({ id: crypto.randomUUID(), version: 0 });
      try {
        return await save(known ?? unsaved());
      } catch (error) {
        const { code } = failureOf(error);
        if (code !== 'DRAFT_CHANGED' && code !== 'DRAFT_NOT_FOUND') throw error;
        return save(unsaved());
      }
    },
    onSuccess: (answer, words) => {
      stored.current = words;
      const next = answer && { id: answer.id, version: answer.version };
      place.current = next;
      setDraft((before) => ({ ...before, saved: next }));
    },
  });

  const isStored = (): boolean => isSameWords(stored.current, { text, warning, images });

  useEffect(() => {
    const { current } = stored;
    const words = { text, warning, images };
    if (isPending || isSameWords(current, words)) return undefined;
    const timer = setTimeout(() => mutate(words), pauseMs);
    return () => clearTimeout(timer);
  }, [images, isPending, mutate, saved, text, warning]);

  return {
    flush: async () => {
      if (!isStored()) await mutateAsync({ text, warning, images });
    },
  };
}

type Words = Pick<Draft, 'text' | 'warning' | 'images'>;

function isSameWords(a: Words, b: Words): boolean {
  return a.text === b.text && a.warning === b.warning && isSameImages(a.images, b.images);
}
