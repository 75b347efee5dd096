import type { Draft as KeptDraft } from '@dailyfeed/contract/draft';
import * as z from 'zod';

const DraftImage = z.object({ id: z.string(), alt: z.string() });
/** An uploaded picture, and what it shows in words. */
export type DraftImage = z.infer<typeof DraftImage>;

const Words = z.object({
  text: z.string(),
  /** Content warning; empty for none. */
  warning: z.string().default(''),
  images: z.array(DraftImage).default([]),
});
/** All that is written of a post or comment. */
export type Words = z.infer<typeof Words>;

const Attempt = Words.extend({
  idempotencyKey: z.string(),
  /** When the session ended under it, in milliseconds; null when it failed for another reason, or not yet. */
  interruptedAt: z.number().nullable().default(null),
});
export type Attempt = z.infer<typeof Attempt>;

/** What was typed and not yet accepted. */
export const Draft = Words.extend({
  /** What was sent last, with the key it was sent under. */
  attempt: Attempt.nullable(),
  /** The draft the service keeps of it, as it was last saved there. */
  saved: z.object({ id: z.string(), version: z.number() }).nullable().default(null),
  /** The words that the service was given last: the same are not given to it again. */
  stored: Words.nullable().default(null),
  /** Of an edit: the version it was begun from. */
  base: z.number().nullable().default(null),
});
export type Draft = z.infer<typeof Draft>;

export const emptyDraft: Draft = {
  text: '',
  warning: '',
  images: [],
  attempt: null,
  saved: null,
  stored: null,
  base: null,
};

/** Nothing was typed, and nothing of it is kept elsewhere that would have to be cleared away. */
export function isEmpty(draft: Draft): boolean {
  return isSameWords(draft, emptyDraft) && draft.saved === null;
}

/** Whether the service knows the words as they are. */
export function isStored(draft: Draft): boolean {
  return isSameWords(draft, draft.stored ?? emptyDraft);
}

/** What the service keeps, to be gone on with. */
export function draftOf({ id, version, text, contentWarning, images }: KeptDraft): Draft {
  const words = { text, warning: contentWarning ?? '', images };
  return { ...emptyDraft, ...words, saved: { id, version }, stored: words };
}

export function wordsOf({ text, warning, images }: Words): Words {
  return { text, warning, images };
}

/**
 * The attempt to send: the same words are always sent under the same key, over failures and reloads,
 * so that an answer lost on the way does not make a second post.
 */
export function attemptOf(draft: Draft, newKey: () => string): Attempt {
  const { attempt } = draft;
  return attempt && isSameWords(attempt, draft)
    ? attempt
    : { ...wordsOf(draft), idempotencyKey: newKey(), interruptedAt: null };
}

/**
 * What is left of a draft when its words were accepted: nothing, or what was typed or saved elsewhere meanwhile. `sent`:
 * the words, and the draft of the service that went with them.
 */
export function withoutSent(draft: Draft, sent: Words & Pick<Draft, 'saved'>): Draft | null {
  const isTaken =
    draft.saved?.id === sent.saved?.id && draft.saved?.version === sent.saved?.version;
  const { saved, stored } = isTaken ? emptyDraft : draft;
  if (!isSameWords(draft, sent)) return { ...draft, attempt: null, saved, stored };
  return saved && { ...emptyDraft, saved, stored };
}

/** Later it is no longer what the reader is about to do. */
const resumeMaxMs = 60 * 60_000;

/** Whether the words are still those that a session ended under, not long ago: a log-in goes on with sending them. */
export function isInterrupted(draft: Draft, now: number): boolean {
  const { attempt } = draft;
  if (!attempt || attempt.interruptedAt === null) return false;
  return isSameWords(attempt, draft) && now - attempt.interruptedAt < resumeMaxMs;
}

/** The same text and warning, and the same pictures in the same order with the same descriptions. */
export function isSameWords(a: Words, b: Words): boolean {
  return a.text === b.text && a.warning === b.warning && isSamePictures(a.images, b.images);
}

export function isSamePictures(a: Words['images'], b: Words['images']): boolean {
  return (
    a.length === b.length &&
    a.every(({ id, alt }, index) => id === b[index]?.id && alt === b[index].alt)
  );
}
