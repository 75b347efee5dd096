import { toTagKey } from '@dailyfeed/contract/find-entities';
import { handlePattern } from '@dailyfeed/contract/member';

import { primaryOf } from './token.ts';
import { toUnits, type Unit } from './unit.ts';

/** What has to stand in a text one behind the other. */
export type Term = readonly Unit[];

/** What a query asks for. */
export type Query = {
  /** Each is to be found, none of `without` is. */
  terms: Term[];
  without: Term[];
  tags: string[];
  withoutTags: string[];
  /** Handles in lower case, of whom one is the author. */
  from: string[];
  hasImage: boolean;
  languages: string[];
  /** Days in UTC, `yyyy-mm-dd`: before the first begins, and not before the other does. */
  before: string | null;
  after: string | null;
};

/** A part of a query: `-"several words"`, `"several words"`, `-word`, `word`. A quotation that nobody ends, ends last. */
const part =
  /(?<minus>[-−–－]?)(?:["“”„«»「」『』](?<quoted>[^"“”„«»「」『』]*)(?:["“”„«»「」『』]|$)|(?<word>[^\s"“”„«»「」『』]+))/gu;

/** Reads what somebody has typed. Never fails: what is no operator is text. */
export function parseQuery(text: string): Query {
  const query: Query = {
    terms: [],
    without: [],
    tags: [],
    withoutTags: [],
    from: [],
    hasImage: false,
    languages: [],
    before: null,
    after: null,
  };
  for (const { groups } of text.matchAll(part)) {
    const { minus = '', quoted, word = '' } = groups ?? {};
    const isWithout = minus !== '';
    if (quoted === undefined) readWord(query, word, { isWithout });
    else addTerm(query, quoted, { isWithout });
  }
  return query;
}

/** What was typed, without what is to be left out. */
export function withoutExcluded(text: string): string {
  return Array.from(text.matchAll(part), ([whole, minus]) => (minus ? '' : whole)).join(' ');
}

/** Whether there is anything to look for: what is only left out is not. */
export function isEmpty(query: Query): boolean {
  const { terms, tags, from, hasImage, languages, before, after } = query;
  const narrowing = [terms, tags, from, languages].some((list) => list.length > 0);
  return !narrowing && !hasImage && before === null && after === null;
}

type Sign = { isWithout: boolean };

function readWord(query: Query, word: string, sign: Sign): void {
  if (readTag(query, word, sign) || (!sign.isWithout && readOperator(query, word))) return;
  addTerm(query, word, sign);
}

function readTag(query: Query, word: string, { isWithout }: Sign): boolean {
  const tag = /^[#＃](?<tag>(?=[\p{N}_]*\p{L})[\p{L}\p{M}\p{N}_]{1,50})$/u.exec(word)?.groups?.[
    'tag'
  ];
  if (tag === undefined) return false;
  (isWithout ? query.withoutTags : query.tags).push(toTagKey(tag));
  return true;
}

function readOperator(query: Query, word: string): boolean {
  const found = /^(?<name>from|before|after|has|lang):(?<value>.+)$/u.exec(
    word.normalize('NFKC').toLowerCase(),
  )?.groups;
  const { name, value = '' } = found ?? {};
  switch (name) {
    case 'from': {
      const handle = value.replace(/^@/, '');
      if (!handlePattern.test(handle)) return false;
      query.from.push(handle);
      return true;
    }
    case 'before':
    case 'after':
      if (!isDay(value)) return false;
      query[name] = narrower(name, query[name], value);
      return true;
    case 'has':
      if (value !== 'image') return false;
      query.hasImage = true;
      return true;
    case 'lang':
      if (!/^[a-z]{2,3}(?:-[a-z0-9]{1,8}){0,3}$/.test(value)) return false;
      query.languages.push(primaryOf(value));
      return true;
    default:
      return false;
  }
}

function addTerm(query: Query, text: string, { isWithout }: Sign): void {
  const units = toUnits(text);
  if (units.length > 0) (isWithout ? query.without : query.terms).push(units);
}

function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
}

function narrower(name: 'before' | 'after', known: string | null, day: string): string {
  if (known === null) return day;
  return (name === 'before') === day < known ? day : known;
}
