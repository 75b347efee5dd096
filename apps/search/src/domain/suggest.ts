import type { Identity } from '@dailyfeed/auth/identity';
import type { FollowListItem, MemberSummary } from '@dailyfeed/contract/member';
import { type Suggestions, suggestionsMax } from '@dailyfeed/contract/search';

import { findMembers } from '../db/members.ts';
import { findTags } from '../db/tags.ts';
import type { Deps } from '../deps.ts';
import { getServing } from './generation.ts';
import { toHandleKey, toPrefixKey, toPrefixQuery } from './prefix.ts';
import { showTags, toWholeTag } from './search-tag.ts';

/** So many are looked at, of whom the reader may not meet some. */
const membersLookedAt = 20;

/** What begins with what has been typed; one sign in front says that only members (`@`) or tags (`#`) are meant. */
export async function suggest(
  deps: Deps,
  { prefix, identity }: { prefix: string; identity: Identity },
): Promise<Suggestions> {
  const { sign, typed = '' } = /^\s*(?<sign>[@＠#＃]?)(?<typed>.*)$/su.exec(prefix)?.groups ?? {};
  const query = toPrefixQuery(typed);
  if (query === null) return { members: [], tags: [] };
  const tx = deps.startQuery();
  const generation = await getServing(tx);
  const isMember = sign !== '#' && sign !== '＃';
  const isTag = sign !== '@' && sign !== '＠';
  const beginning = toPrefixKey(typed);
  const [rows, tagRows] = await Promise.all([
    isMember
      ? findMembers(tx, {
          generation,
          query,
          nameQuery: query,
          handle: toHandleKey(typed),
          beginning,
          limit: membersLookedAt,
        })
      : [],
    isTag
      ? findTags(tx, {
          generation,
          query,
          tag: toWholeTag(typed),
          limit: suggestionsMax,
        })
      : [],
  ]);
  const tags = await showTags(tx, { generation, rows: tagRows });
  const ids = rows.map(({ id }) => id);
  const members = ids.length === 0 ? [] : await deps.members.listItems(identity, ids);
  return {
    members: members.slice(0, suggestionsMax).map(toSummary),
    tags: tagRows.flatMap(({ id }) => tags.get(id) ?? []),
  };
}

function toSummary({
  id,
  handle,
  displayName,
  avatarUrl,
  visibility,
}: FollowListItem): MemberSummary {
  return { id, handle, displayName, avatarUrl, visibility };
}
