import * as z from 'zod';

/** What was typed and not yet accepted; `attempt` is the last text that was sent, with the key it was sent under. */
export const Draft = z.object({
  text: z.string(),
  attempt: z.object({ text: z.string(), idempotencyKey: z.string() }).nullable(),
});
export type Draft = z.infer<typeof Draft>;

export const emptyDraft: Draft = { text: '', attempt: null };

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
    if (draft.text === '') storage.removeItem(keyOf(slot));
    else storage.setItem(keyOf(slot), JSON.stringify(draft));
  } catch {
    // Storage may be full or switched off; the text is still in the page.
  }
}

/**
 * The attempt to send: the same text is always sent under the same key, over failures and reloads,
 * so that an answer lost on the way does not make a second post.
 */
export function attemptOf(draft: Draft, newKey: () => string): NonNullable<Draft['attempt']> {
  return draft.attempt?.text === draft.text
    ? draft.attempt
    : { text: draft.text, idempotencyKey: newKey() };
}

function keyOf(slot: string): string {
  return `draft:${slot}`;
}
