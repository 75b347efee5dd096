import { findEntities } from '@dailyfeed/contract/find-entities';

import { dayOf, monthOf } from './id-time.ts';
import { levelTag, toUnits, type Unit } from './unit.ts';

/** PostgreSQL's own bounds: a place further on is the last one, and no token has more of them. */
const placeMax = 16_383;
const placesPerToken = 256;
/** Bytes of UTF-8; PostgreSQL refuses 2,048. */
const tokenBytesMax = 512;

/**
 * Of the rules by which a text becomes tokens. It grows with them: an index of an earlier version is built anew by
 * whoever starts.
 */
export const indexVersion = 3;

/** What a token of a member's bio begins with: those of names are found first. */
export const bioMark = '/';

/** Tokens of what a document can be narrowed down by. They begin with what no word begins with. */
export const filterToken = {
  author: (memberId: string) => `@${memberId}`,
  tag: (tag: string) => `#${levelTag(tag)}`,
  language: (language: string) => `:lang:${language}`,
  image: ':image',
  day: (day: number) => `~d${day}`,
  month: (month: number) => `~m${month}`,
};

/** What the index keeps of a text. */
export type Document = {
  id: string;
  authorId: string;
  text: string;
  language: string | null;
  hasImage: boolean;
};

/** The `tsvector` of a document, as PostgreSQL reads it. */
export function toTsvector(document: Document): string {
  const filters = [
    filterToken.author(document.authorId),
    filterToken.day(dayOf(document.id)),
    filterToken.month(monthOf(document.id)),
    ...tagsOf(document.text).map(filterToken.tag),
    ...(document.language === null ? [] : [filterToken.language(primaryOf(document.language))]),
    ...(document.hasImage ? [filterToken.image] : []),
  ];
  return writeTsvector(toPlaces(toUnits(document.text)), filters);
}

/** The tags of a text, as they are looked up; each once. */
export function tagsOf(text: string): string[] {
  const tags = findEntities(text).flatMap((entity) => (entity.kind === 'tag' ? [entity.tag] : []));
  return [...new Set(tags)];
}

/** `ko` of `ko-KR`. */
export function primaryOf(language: string): string {
  return (language.split('-')[0] ?? language).toLowerCase();
}

/**
 * Where each token stands. Every unit takes one place and is a token; a character and the next one, if they are joined,
 * are another, in the place of the first: two of them are found far more seldom than one.
 */
export function toPlaces(units: readonly Unit[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  const add = (token: string, index: number): void => {
    const place = Math.min(index + 1, placeMax);
    const found = places.get(token);
    if (!found) places.set(token, [place]);
    else if (found.length < placesPerToken) found.push(place);
  };
  for (const [index, unit] of units.entries()) {
    const next = units[index + 1];
    add(cut(unit.text), index);
    if (next?.isJoined) add(cut(unit.text + next.text), index);
  }
  return places;
}

/** Writes a `tsvector` down: tokens with places, and tokens without any. */
export function writeTsvector(
  places: ReadonlyMap<string, number[]>,
  filters: readonly string[] = [],
): string {
  const words = [...places].map(([token, at]) => `${quote(token)}:${at.join(',')}`);
  return [...words, ...filters.map((filter) => quote(cut(filter)))].join(' ');
}

/** A token as `tsvector` and `tsquery` read it. */
export function quote(token: string): string {
  return `'${token.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/** What is longer than any word is found by its beginning. */
export function cut(token: string): string {
  if (token.length * 3 <= tokenBytesMax) return token;
  let cutToken = '';
  let bytes = 0;
  for (const character of token) {
    bytes += Buffer.byteLength(character);
    if (bytes > tokenBytesMax) break;
    cutToken += character;
  }
  return cutToken;
}
