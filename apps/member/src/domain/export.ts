import { type Readable } from 'node:stream';
import { finished } from 'node:stream/promises';

import { AppError } from '@dailyfeed/contract/errors';

import { findMember } from '../db/members.ts';
import type { Deps } from '../deps.ts';
import { claimExport, type ExportClaim } from './export-claim.ts';
import { type Asker, listExportFiles, listExportPictures } from './export-files.ts';
import { exportReadme } from './export-readme.ts';
import { toZip } from './export-zip.ts';

export type AccountExport = {
  fileName: string;
  itemTotal: number;
  /** The zip. It ends with an error, and without its last part, when something of it could not be had. */
  stream: Readable;
  /** Resolves when it is over, however it ended, and nothing of it is left. */
  done: Promise<void>;
};

/**
 * Opens the zip of everything of a member's. It holds one page at a time, and asks for the next when the reader has
 * taken what there was. Aborting the signal ends it at once.
 */
export async function openExport(deps: Deps, asker: Asker): Promise<AccountExport> {
  const { signal } = asker;
  const claim = await claimExport(deps, asker.member.memberId);
  try {
    const [member, files] = await Promise.all([
      findMember(deps.db, asker.member.memberId),
      listExportFiles(deps, asker),
    ]);
    if (!member) throw new AppError('MEMBER_NOT_FOUND');
    const { progress } = claim;
    progress.itemTotal = files.reduce(
      // A picture counts twice: its entry in the list, and its bytes.
      (total, { name, itemCount }) => total + itemCount * (name === 'images' ? 2 : 1),
      0,
    );
    await claim.note();
    signal.throwIfAborted();
    const at = deps.now();
    const stream = toZip({
      readme: exportReadme(member, { files, at }),
      files,
      pictures: listExportPictures(deps, asker),
      at,
      signal,
      onItems: (count) => {
        progress.itemCount += count;
      },
    });
    return {
      fileName: `dailyfeed-${member.handle}-${at.toISOString().slice(0, 10)}.zip`,
      itemTotal: progress.itemTotal,
      stream,
      done: settle(deps, { stream, signal, claim }),
    };
  } catch (error) {
    await release(claim, signal.aborted ? 'called off' : 'failed');
    throw error;
  }
}

async function settle(
  deps: Deps,
  run: { stream: Readable; signal: AbortSignal; claim: ExportClaim },
): Promise<void> {
  const { stream, signal, claim } = run;
  const end = await finished(stream).then(
    () => 'taken' as const,
    (error: unknown) => {
      if (signal.aborted) return 'called off' as const;
      deps.log.warn({ err: error }, 'export failed');
      return 'failed' as const;
    },
  );
  await release(claim, end).catch((error: unknown) => {
    // It counts as under way until it has not been seen for a while.
    deps.log.warn({ err: error }, 'export not released');
  });
}

async function release(claim: ExportClaim, end: 'taken' | 'called off' | 'failed'): Promise<void> {
  await (end === 'failed' ? claim.takeBack() : claim.finish());
}
