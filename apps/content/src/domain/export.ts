import type {
  ContentExportCounts,
  ContentExportInput,
  ContentExportKind,
  ExportPage,
} from '@dailyfeed/contract/export';
import {
  decodeCursor,
  encodeCursor,
  IdPosition,
  TimePosition,
  toPage,
} from '@dailyfeed/service-kit/cursor';
import * as z from 'zod';

import {
  exportedBookmarks,
  exportedCommentLikes,
  exportedComments,
  exportedDrafts,
  exportedLikes,
  exportedPosts,
  exportedPostVersions,
  type ExportTable,
} from '../db/export.ts';
import type { Deps } from '../deps.ts';

type Args = ContentExportInput & { memberId: string };
type Exported = {
  count: ExportTable<unknown>['count'];
  page(db: Deps['db'], args: Args): Promise<ExportPage>;
};

const MarkPosition = z.strictObject({ at: TimePosition, postId: IdPosition });
const VersionPosition = z.strictObject({ postId: IdPosition, version: z.int32() });

/** What an export holds of this service. One more kind is one more line. */
const tables: Record<ContentExportKind, Exported> = {
  posts: pagedBy(IdPosition, exportedPosts),
  'post-versions': pagedBy(VersionPosition, exportedPostVersions),
  comments: pagedBy(IdPosition, exportedComments),
  likes: pagedBy(MarkPosition, exportedLikes),
  'comment-likes': pagedBy(IdPosition, exportedCommentLikes),
  bookmarks: pagedBy(MarkPosition, exportedBookmarks),
  drafts: pagedBy(IdPosition, exportedDrafts),
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
export async function getExportPage(deps: Pick<Deps, 'db'>, args: Args): Promise<ExportPage> {
  return tables[args.kind].page(deps.db, args);
}

function pagedBy<Place>(position: z.ZodType<Place>, table: ExportTable<Place>): Exported {
  return {
    count: table.count,
    page: async (db, { memberId, kind, cursor, limit }) => {
      const list = { name: `export:${kind}:${memberId}`, position };
      const after = decodeCursor(list, cursor);
      const rows = await table.list(db, { memberId, after, limit: limit + 1 });
      const page = toPage(rows, limit, ({ place }) => encodeCursor(list, place));
      return { ...page, items: page.items.map(({ item }) => item) };
    },
  };
}
