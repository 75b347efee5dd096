import { readableMax } from '@dailyfeed/contract/member';
import { inParts } from '@dailyfeed/service-kit/in-parts';

import type { FoundText } from '../db/candidates.ts';
import type { Deps } from '../deps.ts';

/**
 * Those that the reader may be shown. Asked before anything counts towards a page: what somebody may not read must not
 * be told by a page that is short, or that goes on.
 */
export async function keepReadable(
  deps: Pick<Deps, 'members'>,
  args: { readerId: string | null; texts: FoundText[] },
): Promise<FoundText[]> {
  const { readerId } = args;
  const texts = args.texts.filter(
    ({ isHidden, authorIds }) => !isHidden || (readerId !== null && authorIds.includes(readerId)),
  );
  const closed = new Set(texts.flatMap(({ closedAuthorIds }) => closedAuthorIds));
  if (readerId !== null) closed.delete(readerId);
  const readable = new Set(
    await inParts([...closed], readableMax, (ids) => deps.members.readableIds(readerId, ids)),
  );
  if (readerId !== null) readable.add(readerId);
  return texts.filter(({ closedAuthorIds }) => closedAuthorIds.every((id) => readable.has(id)));
}
