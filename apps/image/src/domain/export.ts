import type { Readable } from 'node:stream';

import { AppError } from '@dailyfeed/contract/errors';
import type { ExportPage, ImageExportCounts, ImageExportInput } from '@dailyfeed/contract/export';
import { decodeCursor, encodeCursor, toPage } from '@dailyfeed/service-kit/cursor';
import * as z from 'zod';

import { countImages, findExportedImage, listExportedImages } from '../db/export.ts';
import type { Deps } from '../deps.ts';
import { originalKey } from './upload.ts';

const Position = z.object({ createdAt: z.iso.datetime(), id: z.string() });

/** How many images are the member's. */
export async function countExport(
  deps: Pick<Deps, 'db'>,
  memberId: string,
): Promise<ImageExportCounts> {
  return { images: await countImages(deps.db, memberId) };
}

/** A page of what a member has uploaded, the earliest first, each with the file that its bytes are to be in. */
export async function getExportPage(
  deps: Pick<Deps, 'db'>,
  args: ImageExportInput & { memberId: string },
): Promise<ExportPage> {
  const { memberId, kind, limit } = args;
  const list = { name: `export:${kind}:${memberId}`, position: Position };
  const after = decodeCursor(list, args.cursor);
  const rows = await listExportedImages(deps.db, {
    memberId,
    after: after ?? undefined,
    limit: limit + 1,
  });
  const page = toPage(rows, limit, ({ id, createdAt }) =>
    encodeCursor(list, { id, createdAt: createdAt.toISOString() }),
  );
  const items = page.items.map(({ format, createdAt, ...row }) => ({
    ...row,
    file: `images/${row.id}.${format === 'jpeg' ? 'jpg' : format}`,
    createdAt: createdAt.toISOString(),
  }));
  return { ...page, items };
}

/** An image as it was uploaded. Throws IMAGE_NOT_FOUND for what is not, or no longer, the member's. */
export async function openOriginal(
  deps: Pick<Deps, 'db' | 'store'>,
  args: { id: string; memberId: string },
): Promise<{ body: Readable; format: string }> {
  const image = await findExportedImage(deps.db, args);
  const body = image && (await deps.store.open(originalKey(args.id)));
  if (!body) throw new AppError('IMAGE_NOT_FOUND');
  return { body, format: image.format };
}
