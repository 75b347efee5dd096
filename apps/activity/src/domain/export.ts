import type {
  ActivityExportCounts,
  ActivityExportInput,
  ExportPage,
} from '@dailyfeed/contract/export';
import { decodeCursor, encodeCursor, toPage } from '@dailyfeed/service-kit/cursor';
import * as z from 'zod';

import { countOwned, exportKinds, listOwned } from '../db/export.ts';
import type { Deps } from '../deps.ts';

/** How many of each kind are the member's. */
export async function countExport(
  deps: Pick<Deps, 'db'>,
  memberId: string,
): Promise<ActivityExportCounts> {
  const counts = exportKinds.map(async (kind) => [kind, await countOwned(deps.db, kind, memberId)]);
  // Each kind has been counted; what the keys are is lost between entries and object.
  return Object.fromEntries(await Promise.all(counts)) as ActivityExportCounts; // see above
}

/** A page of one kind, everything of the member's and nothing of others. */
export async function getExportPage(
  deps: Pick<Deps, 'db'>,
  args: ActivityExportInput & { memberId: string },
): Promise<ExportPage> {
  const { memberId, kind, limit } = args;
  const list = { name: `export:${kind}:${memberId}`, position: z.string() };
  const after = decodeCursor(list, args.cursor);
  const rows = await listOwned(deps.db, { kind, memberId, after, limit: limit + 1 });
  const page = toPage(rows, limit, (row) => encodeCursor(list, row.id));
  return { ...page, items: page.items.map(({ item }) => item) };
}
