import type { TRPCClient } from '@trpc/client';

import type { AppRouter } from './app-router.ts';
import { type Sender, sendAuthorised } from './authorised.ts';
import { DownloadBrokenError } from './errors.ts';

/** Path and header as the contract names them, which would bring its validator along. */
const exportPath = '/api/account/export';
const itemsHeader = 'x-export-items';
const progressEveryMs = 1000;

export type DownloadProgress = {
  /** Items (posts, follows, …) the server has sent, of all there will be. */
  itemCount: number;
  itemTotal: number;
  /** Bytes received. How many there will be is not known: they are compressed on the way. */
  byteCount: number;
};
export type DownloadExportOptions = {
  /** Called when the number of items is known, about once a second from then on, and at the end. */
  onProgress?: (progress: DownloadProgress) => void;
  /** Ends the download, and the server's work with it. */
  signal?: AbortSignal;
};
export type DownloadedExport = {
  /** A whole zip: one that broke off is a DownloadBrokenError. */
  blob: Blob;
  /** As the server names it, e.g. `dailyfeed-ann-2026-11-25.zip`. */
  fileName: string;
};
export type DownloadExport = (options?: DownloadExportOptions) => Promise<DownloadedExport>;

export function createDownloadExport(
  args: Sender & { api: TRPCClient<AppRouter> },
): DownloadExport {
  return async ({ onProgress, signal } = {}) => {
    const answer = await sendAuthorised(args, exportPath, signal ? { signal } : {});
    const progress: DownloadProgress = {
      itemCount: 0,
      itemTotal: Number(answer.headers.get(itemsHeader) ?? 0),
      byteCount: 0,
    };
    const tell = (): void => onProgress?.({ ...progress });
    tell();
    const asking = setInterval(() => {
      // What is not answered now is asked again.
      void askProgress(args.api, progress).then(tell, () => undefined);
    }, progressEveryMs);
    try {
      const blob = await read(answer, progress, signal);
      progress.itemCount = progress.itemTotal;
      return { blob, fileName: fileNameOf(answer) };
    } finally {
      clearInterval(asking);
      tell();
    }
  };
}

async function askProgress(api: TRPCClient<AppRouter>, progress: DownloadProgress): Promise<void> {
  const answer = await api.member.export.progress.query();
  // The last answer may come after the end, and an earlier one after a later.
  if (answer) progress.itemCount = Math.max(progress.itemCount, answer.itemCount);
}

async function read(
  answer: Response,
  progress: DownloadProgress,
  signal: AbortSignal | undefined,
): Promise<Blob> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  try {
    const reader = answer.body?.getReader();
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      progress.byteCount += part.value.length;
      chunks.push(part.value);
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw new DownloadBrokenError('The download broke off', { cause: error });
  }
  const blob = new Blob(chunks, { type: 'application/zip' });
  // A proxy on the way may end an answer that broke off as if it were whole; a zip tells by its end.
  if (!(await hasZipEnd(blob))) throw new DownloadBrokenError('The download is not whole');
  return blob;
}

/** The record every zip without a comment ends with: 22 bytes that begin with `PK\x05\x06`. */
async function hasZipEnd(blob: Blob): Promise<boolean> {
  const record = new Uint8Array(await blob.slice(-22).arrayBuffer());
  return [0x50, 0x4b, 5, 6].every((byte, index) => record[index] === byte);
}

function fileNameOf(answer: Response): string {
  const disposition = answer.headers.get('content-disposition') ?? '';
  return disposition.match(/filename="([^"]+)"/)?.[1] ?? 'dailyfeed.zip';
}
