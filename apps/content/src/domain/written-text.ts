import type { Entity } from '@dailyfeed/contract/entity';
import { findEntities } from '@dailyfeed/contract/find-entities';

import type { PostWords } from '../db/post-words.ts';
import type { Deps } from '../deps.ts';
import { detectLanguage } from './language.ts';

/** A text and what the server has read in it. */
export type WrittenText = { text: string; entities: Entity[]; language: string | null };

/** Handles asked for in one call to the member service. */
const handlesMax = 50;

/**
 * Finds links, tags and mentions, and whom these mean: who is unknown is not mentioned. While the member service is
 * away a mention stays without an id, and writing goes on. Call it before a lock is held.
 */
export async function readText(deps: Pick<Deps, 'members'>, text: string): Promise<WrittenText> {
  const [written] = await readTexts(deps, [{ text }]);
  return written ?? { text, entities: [], language: null };
}

/** As `readText`, for many things with a text. */
export async function readTexts<T extends { text: string }>(
  deps: Pick<Deps, 'members'>,
  items: readonly T[],
): Promise<(T & WrittenText)[]> {
  const found = items.map((item) => ({ item, entities: findEntities(item.text) }));
  const handles = found.flatMap(({ entities }) =>
    entities.flatMap((entity) => (entity.kind === 'mention' ? [entity.handle] : [])),
  );
  const known = await findIds(deps, [...new Set(handles)]);
  return found.map(({ item, entities }) => ({
    ...item,
    entities: entities.flatMap((entity) => resolve(entity, known)),
    language: detectLanguage(item.text, entities),
  }));
}

/** The tags of a text, each once. */
export function tagsOf(entities: readonly Entity[]): string[] {
  return [...new Set(entities.flatMap((entity) => (entity.kind === 'tag' ? [entity.tag] : [])))];
}

/** Whom a text mentions, each once: by id, and by handle where the member service did not say whose it is. */
export function mentionsIn(entities: readonly Entity[]): {
  mentionedIds: string[];
  unresolvedHandles: string[];
} {
  const mentions = entities.filter((entity) => entity.kind === 'mention');
  return {
    mentionedIds: [...new Set(mentions.flatMap(({ memberId }) => memberId ?? []))],
    unresolvedHandles: [
      ...new Set(mentions.flatMap(({ memberId, handle }) => (memberId === null ? [handle] : []))),
    ],
  };
}

/** What a post is looked up by. */
export function wordsOf(post: { id: string; entities: readonly Entity[] }): PostWords {
  const { id: postId, entities } = post;
  const { mentionedIds } = mentionsIn(entities);
  return { postId, tags: tagsOf(entities), mentionedIds };
}

type KnownIds = ReadonlyMap<string, string> | undefined;

async function findIds(deps: Pick<Deps, 'members'>, handles: string[]): Promise<KnownIds> {
  const ids = new Map<string, string>();
  for (let start = 0; start < handles.length; start += handlesMax) {
    // One at a time: only an import has so many.
    const some = await deps.members.idsByHandle(handles.slice(start, start + handlesMax));
    if (!some) return undefined;
    for (const [handle, id] of some) ids.set(handle, id);
  }
  return ids;
}

function resolve(entity: Entity, known: KnownIds): Entity[] {
  if (entity.kind !== 'mention' || !known) return [entity];
  const memberId = known.get(entity.handle);
  return memberId === undefined ? [] : [{ ...entity, memberId }];
}
