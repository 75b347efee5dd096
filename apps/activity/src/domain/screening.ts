import type { DomainEvent } from '@dailyfeed/contract/events';
import type { ScreenInput, ScreeningOutcome, ScreenState } from '@dailyfeed/contract/screening';

import type { Deps } from '../deps.ts';

/** What a check of one event came to; `state` says what its service made of it, null where it was not asked. */
export type Screened = {
  kind: ScreenInput['kind'];
  outcome: ScreeningOutcome;
  state: ScreenState['state'] | null;
};

/**
 * Checks what was written and has content act on it; undefined for events that bring no text. Nothing is kept here:
 * the same event again is checked again, and content tells by the version what it has done already.
 */
export async function screenEvent(
  deps: Pick<Deps, 'screen' | 'content'>,
  event: DomainEvent,
): Promise<Screened | undefined> {
  const written = textOf(event);
  if (!written) return undefined;
  const { kind, id, version, text, hidden } = written;
  const screening = deps.screen(text);
  const { outcome } = screening;
  // Only what is hidden is there for a harmless text to change.
  if (outcome === 'pass' && !hidden) return { kind, outcome, state: null };
  return { kind, outcome, state: await deps.content.screen({ kind, id, version, ...screening }) };
}

type Written = Pick<ScreenInput, 'kind' | 'id' | 'version'> & { text: string; hidden: boolean };

function textOf(event: DomainEvent): Written | undefined {
  switch (event.type) {
    case 'post.created':
    case 'post.edited': {
      const { postId: id, version, text, contentWarning, images, hidden } = event.data;
      // Whoever does not see the pictures is read their descriptions: they are text like any other.
      const texts = [contentWarning ?? '', text, ...images.map(({ alt }) => alt)];
      return { kind: 'post', id, version, text: texts.join('\n'), hidden };
    }
    case 'comment.created':
    case 'comment.edited': {
      const { commentId: id, version, text, hidden } = event.data;
      return { kind: 'comment', id, version, text, hidden };
    }
    default:
      return undefined;
  }
}
