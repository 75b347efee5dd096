import type { FoundText } from '../db/candidates.ts';
import type { Deps } from '../deps.ts';

/** More at once the member service does not tell of. */
const idsPerRequest = 200;

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
  const ids = [...closed];
  const readable = new Set(readerId === null ? [] : [readerId]);
  for (let start = 0; start < ids.length; start += idsPerRequest) {
    const asked = ids.slice(start, start + idsPerRequest);
    for (const id of await deps.members.readableIds(readerId, asked)) readable.add(id);
  }
  return texts.filter(({ closedAuthorIds }) => closedAuthorIds.every((id) => readable.has(id)));
}
