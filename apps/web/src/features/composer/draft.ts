import * as z from 'zod';

const DraftImage = z.object({ id: z.string(), alt: z.string() });
/** An uploaded picture, and what it shows in words. */
export type DraftImage = z.infer<typeof DraftImage>;

const Attempt = z.object({
  text: z.string(),
  warning: z.string().default(''),
  images: z.array(DraftImage).default([]),
  idempotencyKey: z.string(),
  /** When the session ended under it, in milliseconds; null when it failed for another reason, or not yet. */
  interruptedAt: z.number().nullable().default(null),
});

/** What was typed and not yet accepted. */
export const Draft = z.object({
  text: z.string(),
  /** Content warning; empty for none. */
  warning: z.string().default(''),
  images: z.array(DraftImage).default([]),
  /** What was sent last, with the key it was sent under. */
  attempt: Attempt.nullable(),
  /** The draft the service keeps of it, as it was last saved there. */
  saved: z.object({ id: z.string(), version: z.number() }).nullable().default(null),
});
export type Draft = z.infer<typeof Draft>;

export const emptyDraft: Draft = {
  text: '',
  warning: '',
  images: [],
  attempt: null,
  saved: null,
};

type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export function readDraft(storage: DraftStorage, slot: string): Draft {
  try {
    return Draft.parse(JSON.parse(storage.getItem(keyOf(slot)) ?? 'null'));
  } catch {
    return emptyDraft;
  }
}

export function writeDraft(storage: DraftStorage, slot: string, draft: Draft): void {
  try {
    if (isEmpty(draft)) storage.removeItem(keyOf(slot));
    else storage.setItem(keyOf(slot), JSON.stringify(draft));
  } catch {
    // Storage may be full or switched off; the text is still in the page.
  }
}

/** Nothing was typed, and nothing of it is kept elsewhere that would have to be cleared away. */
export function isEmpty({ text, warning, images, saved }: Draft): boolean {
  return text === '' && warning === '' && images.length === 0 && saved === null;
}

/**
 * The attempt to send: the same words are always sent under the same key, over failures and reloads,
 * so that an answer lost on the way does not make a second post.
 */
export function attemptOf(draft: Draft, newKey: () => string): NonNullable<Draft['attempt']> {
  const { text, warning, images, attempt } = draft;
  return attempt?.text === text &&
    attempt.warning === warning &&
    isSameImages(attempt.images, images)
    ? attempt
    : { text, warning, images, idempotencyKey: newKey(), interruptedAt: null };
}

/** Later it is no longer what the reader is about to do. */
const resumeMaxMs = 60 * 60_000;

/** Whether the words are still those that a session ended under, not long ago: a log-in goes on with sending them. */
export function isInterrupted(draft: Draft, now: number): boolean {
  const { attempt } = draft;
  if (!attempt || attempt.interruptedAt === null) return false;
  const isUnchanged = attemptOf(draft, () => '') === attempt;
  return isUnchanged && now - attempt.interruptedAt < resumeMaxMs;
}

/** The same pictures in the same order, with the same descriptions. */
export function isSameImages(a: readonly DraftImage[], b: readonly DraftImage[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ id, alt }, index) => id === b[index]?.id && alt === b[index].alt)
  );
}

function keyOf(slot: string): string {
  return `draft:${slot}`;
}
