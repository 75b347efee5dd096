import type { OwnImage } from '@dailyfeed/contract/image';

import { findOwnImages, type ImageRow } from '../db/images.ts';
import type { Deps } from '../deps.ts';

/** Those of `ids` that are the member's, in the order asked for. */
export async function listOwnImages(
  deps: Pick<Deps, 'db' | 'tokens'>,
  args: { memberId: string; ids: string[] },
): Promise<OwnImage[]> {
  const rows = await findOwnImages(deps.db, args);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return [...new Set(args.ids)]
    .flatMap((id) => byId.get(id) ?? [])
    .map((row) => toOwnImage(deps, row));
}

/** With a token whatever its state: its owner sees what others may not. */
export function toOwnImage(deps: Pick<Deps, 'tokens'>, row: ImageRow): OwnImage {
  return {
    id: row.id,
    purpose: row.purpose,
    width: row.width,
    height: row.height,
    blurhash: row.blurhash,
    isAnimated: row.frameCount > 1,
    bytes: row.originalBytes,
    createdAt: row.createdAt.toISOString(),
    token: deps.tokens.sign(row.id),
  };
}
