import { createTRPCClient, splitLink, type TRPCClient } from '@trpc/client';

import type { AppRouter } from './app-router.ts';
import type { Browser } from './browser.ts';
import { createCookieJar } from './cookie-jar.ts';
import { createDownloadExport, type DownloadExport } from './export.ts';
import { createHttp } from './http.ts';
import { refreshLink } from './refresh-link.ts';
import { serviceLink } from './service-link.ts';
import { createSession, type Session } from './session.ts';
import { streamLink } from './stream-link.ts';
import { createTokenKeeper } from './token-keeper.ts';
import { createUploadImage, type UploadImage } from './upload.ts';

export type DailyfeedOptions = {
  /** Origin of dailyfeed, e.g. `https://dailyfeed.example`. Needed outside a page of that origin. */
  baseUrl?: string;
  /** A log-in is needed to go on: the session has ended, or a visitor asked for what only members may. */
  onLogInRequired?: () => void;
  /** Replaces the built-in `fetch`. */
  fetch?: typeof fetch;
  /**
   * Gives the answer to a refresh that the page sent before this client was there; undefined where it was not. Asked
   * for when the session starts, and not if another tab hands on its token, or somebody logs in before.
   */
  begunRefresh?: () => Promise<Response | undefined>;
};

export type Dailyfeed = {
  /** Every procedure, by service: `api.content.post.create.mutate({ … })`. */
  api: TRPCClient<AppRouter>;
  session: Session;
  /** Everything of the member's as a zip. Rejects with the signal's reason when that is aborted. */
  downloadExport: DownloadExport;
  /** Sends a picture for a post, an avatar or a cover. Rejects with the signal's reason when that is aborted. */
  uploadImage: UploadImage;
  /** Leaves the channel between tabs. The client is of no use afterwards. */
  close(): void;
};

/** The client, in `browser` or (undefined) in a process of its own. */
export function createClient(options: DailyfeedOptions, browser: Browser | undefined): Dailyfeed {
  const baseUrl = withoutSlash(options.baseUrl ?? '');
  const jar = browser ? undefined : createCookieJar();
  const http = createHttp({
    baseUrl,
    jar,
    // Looked up at each call, so that tools that replace it later are heeded.
    fetch: options.fetch ?? ((...request) => globalThis.fetch(...request)),
  });
  const keeper = createTokenKeeper({
    http,
    browser,
    mayBeSignedIn: () =>
      browser
        ? /(?:^|;\s*)signed-in=/.test(browser.cookies())
        : jar !== undefined && (jar.has('__Host-refresh') || jar.has('refresh')),
    onLogInRequired: () => options.onLogInRequired?.(),
    begunRefresh: options.begunRefresh,
  });
  const api = createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (op) => op.type === 'subscription',
        true: streamLink({ http, keeper }),
        false: [refreshLink(keeper), serviceLink({ http, keeper })],
      }),
    ],
  });
  return {
    api,
    session: createSession({ http, keeper, api }),
    downloadExport: createDownloadExport({ http, keeper, api }),
    uploadImage: createUploadImage({ http, keeper }),
    close: () => keeper.close(),
  };
}

function withoutSlash(address: string): string {
  return address.endsWith('/') ? withoutSlash(address.slice(0, -1)) : address;
}
