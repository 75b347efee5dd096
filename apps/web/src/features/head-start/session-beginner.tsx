import { presenceLock, refreshLock } from '@dailyfeed/client/locks';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { pageSize } from '../feed/feed-options.ts';
import { placeKey } from '../feed/place.ts';
import { beginSession } from './begin-session.ts';
import { type HeadStartNames, takeEvent } from './head-start.ts';

const firstPage = encodeURIComponent(JSON.stringify({ limit: pageSize, sort: 'newest' }));
const turnLock = 'dailyfeed-head-start';
const names: HeadStartNames = {
  refreshLock,
  turnLock,
  tabLocks: [presenceLock, refreshLock, turnLock],
  refreshPath: '/api/token/refresh',
  feedPage: routes.home(),
  feedPath: `/api/timeline/feed.following?input=${firstPage}`,
  placeKey,
  takeEvent,
};

/** In the head of a page of somebody who is likely to be a member. */
export function SessionBeginner({ nonce }: { nonce: string }): ReactNode {
  return (
    <script
      // Browsers hide the nonce from scripts, so what React finds is never what the server wrote.
      suppressHydrationWarning
      nonce={nonce}
      // Our own function, without a reader's words.
      dangerouslySetInnerHTML={{
        __html: `(${beginSession.toString()})(${JSON.stringify(names)})`,
      }}
    />
  );
}
