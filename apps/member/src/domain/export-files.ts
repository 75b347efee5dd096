import type { Readable } from 'node:stream';

import type { Identity, Principal } from '@dailyfeed/auth/identity';
import { AppError } from '@dailyfeed/contract/errors';
import {
  type ActivityExportKind,
  type ContentExportKind,
  ExportedImage,
  type ExportItem,
  type ImageExportKind,
  type SearchExportKind,
} from '@dailyfeed/contract/export';

import {
  exportedBlocks,
  exportedDismissals,
  exportedFollowers,
  exportedFollowings,
  exportedHandles,
  exportedIdentities,
  exportedMutes,
  exportedRequestsHad,
  exportedRequestsMade,
  exportedSessions,
  type ExportTable,
  findExportedAccount,
  isSessionAlive,
} from '../db/export.ts';
import type { Deps, ExportSource } from '../deps.ts';

/** Small enough for a page of the longest texts to be held by each export at once. */
const pageSize = 200;

/** What this service keeps of a member, by the name of its file. One more kind is one more line. */
const tables = {
  sessions: exportedSessions,
  'former-handles': exportedHandles,
  'linked-accounts': exportedIdentities,
  followings: exportedFollowings,
  followers: exportedFollowers,
  'follow-requests-sent': exportedRequestsMade,
  'follow-requests-received': exportedRequestsHad,
  blocks: exportedBlocks,
  mutes: exportedMutes,
  'dismissed-recommendations': exportedDismissals,
} satisfies Record<string, ExportTable>;

export type ExportFileName =
  | 'account'
  | keyof typeof tables
  | ContentExportKind
  | ActivityExportKind
  | SearchExportKind
  | ImageExportKind;

/** One list of the export. Its pages are asked for one at a time, each when the one before has been taken. */
export type ExportFile = {
  name: ExportFileName;
  itemCount: number;
  pages(): AsyncIterable<ExportItem[]>;
};

/** One picture, by the name of its file; opened when its turn has come, undefined when it is gone by then. */
export type ExportPicture = { name: string; open(): Promise<Readable | undefined> };

export type Asker = { identity: Identity; member: Principal; signal: AbortSignal };

/** All lists of a member's export, counted. Throws what another service answers, or UPSTREAM_UNAVAILABLE. */
export async function listExportFiles(deps: Deps, asker: Asker): Promise<ExportFile[]> {
  const { identity, member, signal } = asker;
  const { content, activity, search, image } = deps.exportSources;
  const [own, contentCounts, activityCounts, searchCounts, imageCounts] = await Promise.all([
    listOwnFiles(deps, member.memberId),
    content.counts(identity, signal),
    activity.counts(identity, signal),
    search.counts(identity, signal),
    image.counts(identity, signal),
  ]);
  const files = [
    ...own,
    ...listRemoteFiles(content, contentCounts, asker),
    ...listRemoteFiles(activity, activityCounts, asker),
    ...listRemoteFiles(search, searchCounts, asker),
    ...listRemoteFiles(image, imageCounts, asker),
  ];
  return files.map((file) => ({ ...file, pages: () => whileAlive(deps, asker, file.pages()) }));
}

/** The pictures that the list of images names, one after the other. */
export async function* listExportPictures(deps: Deps, asker: Asker): AsyncGenerator<ExportPicture> {
  const { identity, signal } = asker;
  const { image } = deps.exportSources;
  const pages = whileAlive(deps, asker, pagesOfSource(image, 'images', asker));
  for await (const page of pages) {
    for (const { id, file } of page.map((item) => ExportedImage.parse(item))) {
      yield { name: file, open: () => image.open(identity, { id, signal }) };
    }
  }
}

async function listOwnFiles(deps: Deps, memberId: string): Promise<ExportFile[]> {
  const counted = Object.entries(tables).map(async ([key, table]) => ({
    // The keys of the object above; `Object.entries` forgets them.
    name: key as keyof typeof tables, // see above
    itemCount: await table.count(deps.db, memberId),
    pages: () => pagesOfTable(deps, table, memberId),
  }));
  const account = { name: 'account', itemCount: 1, pages: () => pageOfAccount(deps, memberId) };
  return [{ ...account, name: 'account' as const }, ...(await Promise.all(counted))];
}

async function* pageOfAccount(deps: Deps, memberId: string): AsyncGenerator<ExportItem[]> {
  const account = await findExportedAccount(deps.db, memberId);
  if (!account) throw new AppError('TOKEN_REVOKED');
  yield [account];
}

async function* pagesOfTable(
  deps: Deps,
  table: ExportTable,
  memberId: string,
): AsyncGenerator<ExportItem[]> {
  let after: string | null = null;
  do {
    const rows: Awaited<ReturnType<ExportTable['list']>> = await table.list(deps.db, {
      memberId,
      after,
      limit: pageSize,
    });
    yield rows.map(({ item }) => item);
    after = rows.length < pageSize ? null : (rows.at(-1)?.key ?? null);
  } while (after !== null);
}

function listRemoteFiles<TKind extends ExportFileName>(
  source: ExportSource<TKind>,
  counts: Record<TKind, number>,
  asker: Asker,
): ExportFile[] {
  return Object.entries<number>(counts).map(([key, itemCount]) => {
    const kind = key as TKind; // the keys of a record of TKind; `Object.entries` forgets them
    return { name: kind, itemCount, pages: () => pagesOfSource(source, kind, asker) };
  });
}

async function* pagesOfSource<TKind extends string>(
  source: ExportSource<TKind>,
  kind: TKind,
  { identity, signal }: Asker,
): AsyncGenerator<ExportItem[]> {
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof source.page>> = await source.page(identity, {
      kind,
      cursor,
      signal,
    });
    yield page.items;
    cursor = page.nextCursor;
  } while (cursor !== null);
}

/** Ends with TOKEN_REVOKED, at the next page, when the session that asked has ended meanwhile. */
async function* whileAlive(
  deps: Deps,
  { member, signal }: Asker,
  pages: AsyncIterable<ExportItem[]>,
): AsyncGenerator<ExportItem[]> {
  for await (const page of pages) {
    signal.throwIfAborted();
    if (!(await isSessionAlive(deps.db, member))) throw new AppError('TOKEN_REVOKED');
    yield page;
  }
}
