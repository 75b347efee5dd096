import type { ReactNode } from 'react';

import { keepEvents } from './keep-events.ts';
import { readyEvent } from './ready-event.ts';

/** First in the page: its script runs before a reader can do anything. */
export function EventKeeper({ nonce }: { nonce: string }): ReactNode {
  return (
    <script
      // Browsers hide the nonce from scripts, so what React finds is never what the server wrote.
      suppressHydrationWarning
      nonce={nonce}
      // Our own function, without a reader's words.
      dangerouslySetInnerHTML={{ __html: `(${keepEvents.toString()})('${readyEvent}')` }}
    />
  );
}
