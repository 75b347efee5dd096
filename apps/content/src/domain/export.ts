import type {
  ContentExportCounts,
  ContentExportInput,
  ContentExportKind,
  ExportPage,
} from '@dailyfeed/contract/export';
import { readPageById } from '@dailyfeed/service-kit/cursor';

import {
  exportedBookmarks,
  exportedCommentLikes,
  exportedComments,
  exportedDrafts,
  exportedLikes,
  exportedPosts,
  type ExportTable,
} from '../db/export.ts';
import type { Deps } from '../deps.ts';

/** What an export holds of this service. One more kind is one more line. */
const tables: Record<ContentExportKind, ExportTable> = {
  posts: exportedPosts,
  comments: exportedComments,
  likes: exportedLikes,
  'comment-likes': exportedCommentLikes,
  bookmarks: exportedBookmarks,
  drafts: exportedDrafts,
};

/** How many of each kind are the member's. */
export async function countExport(
  deps: Pick<Deps, 'db'>,
  memberId: string,
): Promise<ContentExportCounts> {
  const counts = Object.entries(tables).map(async ([kind, table]) => [
    kind,
    await table.count(deps.db, memberId),
  ]);
  // Each kind has been counted; what the keys are is lost between entries and object.
  return Object.fromEntries(await Promise.all(counts)) as ContentExportCounts; // see above
}

/** A page of one kind, everything of the member's and nothing of others. */
export async function getExportPage(
  deps: Pick<Deps, 'db'>,
  args: ContentExportInput & { memberId: string },
): Promise<ExportPage> {
  const { memberId, kind } = args;
  const page = await readPageById(`export:${kind}:${memberId}`, args, ({ place: after, limit }) =>
    tables[kind].list(deps.db, { memberId, after, limit }),
  );
  return { ...page, items: page.items.map(({ item }) => item) };
}
