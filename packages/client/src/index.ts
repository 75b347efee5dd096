import { findBrowser } from './browser.ts';
import { createClient, type Dailyfeed, type DailyfeedOptions } from './dailyfeed.ts';

export type { ErrorCode } from '@dailyfeed/contract/errors';

export type { AppRouter } from './app-router.ts';
export type { Dailyfeed, DailyfeedOptions } from './dailyfeed.ts';
export { DownloadBrokenError, type Failure, failureOf } from './errors.ts';
export type {
  DownloadedExport,
  DownloadExport,
  DownloadExportOptions,
  DownloadProgress,
} from './export.ts';
export { keepalive } from './service-link.ts';
export type { RouterInputs, RouterOutputs } from './services.ts';
export type { Session } from './session.ts';
export type { SessionState } from './token-keeper.ts';
export type { UploadedImage, UploadImage, UploadImageOptions } from './upload.ts';

/**
 * A typed client of dailyfeed. In a page it talks to the page's own origin and shares one session among all tabs;
 * elsewhere it needs `baseUrl` and keeps its refresh cookie itself.
 */
export function createDailyfeed(options: DailyfeedOptions = {}): Dailyfeed {
  return createClient(options, findBrowser());
}
