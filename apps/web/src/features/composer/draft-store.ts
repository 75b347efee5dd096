import { Draft, isEmpty } from './draft.ts';

type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The drafts of a browser, by slot: one thing that is written has one, in whatever page or tab it is shown. */
export type DraftStore = {
  /** Undefined when nothing is kept; the same object until it is changed, here or in another tab. */
  read(slot: string): Draft | undefined;
  /** `change` is given what is kept, or else `start`, and gives null to throw it away. */
  change(slot: string, change: (draft: Draft) => Draft | null, start: Draft): void;
  /** Tells of changes in this tab. Returns what ends it. */
  subscribe(slot: string, listener: () => void): () => void;
};

/** What the storage holds counts: another tab may have written it. It may also be full, or switched off. */
export function createDraftStore(storageOf: () => DraftStorage): DraftStore {
  /** As long as the storage holds `raw`, `draft` is what is kept, whether or not the storage would take it. */
  const known = new Map<string, { raw: string | null; draft: Draft | undefined }>();
  const listeners = new Map<string, Set<() => void>>();

  function rawOf(slot: string): string | null {
    try {
      return storageOf().getItem(keyOf(slot));
    } catch {
      return null;
    }
  }

  function write(slot: string, draft: Draft | null): void {
    try {
      if (!draft || isEmpty(draft)) storageOf().removeItem(keyOf(slot));
      else storageOf().setItem(keyOf(slot), JSON.stringify(draft));
    } catch {
      // The text is still in the page.
    }
    known.set(slot, { raw: rawOf(slot), draft: draft ?? undefined });
  }

  function read(slot: string): Draft | undefined {
    const raw = rawOf(slot);
    const entry = known.get(slot);
    if (entry?.raw === raw) return entry.draft;
    const draft = parseDraft(raw);
    known.set(slot, { raw, draft });
    return draft;
  }

  return {
    read,
    change(slot, change, start) {
      const before = read(slot) ?? start;
      const draft = change(before);
      if (draft === before) return;
      write(slot, draft);
      for (const listener of listeners.get(slot) ?? []) listener();
    },
    subscribe(slot, listener) {
      const ofSlot = listeners.get(slot) ?? new Set();
      listeners.set(slot, ofSlot.add(listener));
      return () => {
        ofSlot.delete(listener);
        if (ofSlot.size > 0) return;
        listeners.delete(slot);
        // A field that was emptied and left begins anew.
        const draft = known.get(slot)?.draft;
        if (draft && isEmpty(draft)) known.delete(slot);
      };
    },
  };
}

function parseDraft(raw: string | null): Draft | undefined {
  try {
    return raw === null ? undefined : Draft.parse(JSON.parse(raw));
  } catch {
    return undefined;
  }
}

function keyOf(slot: string): string {
  return `draft:${slot}`;
}
