import * as z from 'zod';

const Attempt = z.object({
  text: z.string(),
  warning: z.string().default(''),
  idempotencyKey: z.string(),
});

/** What was typed and not yet accepted. */
export const Draft = z.object({
  text: z.string(),
  /** Content warning; empty for none. */
  warning: z.string().default(''),
  /** What was sent last, with the key it was sent under. */
  attempt: Attempt.nullable(),
  /** The draft the service keeps of it, as it was last saved there. */
  saved: z.object({ id: z.string(), version: z.number() }).nullable().default(null),
});
export type Draft = z.infer<typeof Draft>;

export const emptyDraft: Draft = { text: '', warning: '', attempt: null, saved: null };

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
export function isEmpty({ text, warning, saved }: Draft): boolean {
  return text === '' && warning === '' && saved === null;
}

/**
 * The attempt to send: the same words are always sent under the same key, over failures and reloads,
 * so that an answer lost on the way does not make a second post.
 */
export function attemptOf(draft: Draft, newKey: () => string): NonNullable<Draft['attempt']> {
  const { text, warning, attempt } = draft;
  return attempt?.text === text && attempt.warning === warning
    ? attempt
    : { text, warning, idempotencyKey: newKey() };
}

function keyOf(slot: string): string {
  return `draft:${slot}`;
}
