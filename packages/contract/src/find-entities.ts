// Only a type: pages that find entities need not load the schemas.
import type { Entity } from './entity.ts';

/** More are plain text. */
export const entityLimits = { links: 50, mentions: 20, tags: 30 } as const;
/**
 * A longer address, counted as it is sent, is plain text. Percent-encoded, what a text counts as one letter may, with its
 * marks, be a hundred characters; addresses that lead somewhere are seldom so long.
 */
export const urlLengthMax = 2048;

/**
 * A link, mention or tag, by groups of these names. A mention or tag starts a word: the "@" of an address or the "#" of
 * "C#" is neither. A host ends with its Latin top-level domain, so that Korean particles ("example.com에서") stay outside.
 */
export const entityPattern = new RegExp(
  [
    String.raw`(?<link>https?:\/\/(?:[\p{L}\p{N}-]+\.)+[a-z]{2,}(?::\d{1,5})?(?:[/?#][^\s<>"'“”‘’]*)?)`,
    String.raw`(?<![\p{L}\p{N}_@＠./])[@＠](?<mention>[a-zA-Z0-9_]{3,30})(?![a-zA-Z0-9_@])`,
    String.raw`(?<![\p{L}\p{N}_#＃&/])[#＃](?<tag>(?=[\p{N}_]*\p{L})[\p{L}\p{M}\p{N}_]{1,50})`,
  ].join('|'),
  'giu',
);

/** The links, mentions and tags of a text; whom a mention means is for the member service to say. */
export function findEntities(text: string): Entity[] {
  const left = { ...entityLimits } as Record<keyof typeof entityLimits, number>; // counted down
  const entities: Entity[] = [];
  for (const match of text.matchAll(entityPattern)) {
    const entity = entityOf(match);
    if (entity && left[`${entity.kind}s`]-- > 0) entities.push(entity);
  }
  return entities;
}

/** What writings of one tag have in common: "#Seoul", "#ＳＥＯＵＬ" and "#seoul" are one. */
export function toTagKey(tag: string): string {
  return tag.normalize('NFKC').toLowerCase();
}

function entityOf(match: RegExpExecArray): Entity | undefined {
  const { link, mention, tag } = match.groups ?? {};
  const start = match.index;
  const end = start + match[0].length;
  if (mention !== undefined) {
    return { kind: 'mention', start, end, handle: mention, memberId: null };
  }
  if (tag !== undefined) return { kind: 'tag', start, end, tag: toTagKey(tag) };
  if (link === undefined) return undefined;
  const address = withoutTrailingPunctuation(link);
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address).href;
  if (url.length > urlLengthMax) return undefined;
  return { kind: 'link', start, end: start + address.length, url };
}

/** "(see https://a.example/b)." links to `/b`; a bracket that the address itself opened stays. */
function withoutTrailingPunctuation(address: string): string {
  const surplus = new Map<string, number>(
    closings.map((closing) => [closing, surplusOf(closing, address)]),
  );
  let end = address.length;
  while (end > 0) {
    const last = address.charAt(end - 1);
    const unopened = surplus.get(last) ?? 0;
    if (unopened > 0) surplus.set(last, unopened - 1);
    else if (!/[.,:;!?…。、]/.test(last)) break;
    end -= 1;
  }
  return address.slice(0, end);
}

const openings = { ')': '(', ']': '[', '}': '{', '」': '「', '』': '『' } as const;
// Object.keys forgets what the keys are.
const closings = Object.keys(openings) as (keyof typeof openings)[]; // see above

/** How many brackets are closed without having been opened. */
function surplusOf(closing: keyof typeof openings, address: string): number {
  return address.split(closing).length - address.split(openings[closing]).length;
}
