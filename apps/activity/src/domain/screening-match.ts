import { findEntities } from '@dailyfeed/contract/find-entities';
import { type Screening, screeningTermsMax } from '@dailyfeed/contract/screening';

import type { ListEntry, ScreeningLists } from './screening-list.ts';

/** Checks a text against the lists it was made from. */
export type Screen = (text: string) => Screening;

type Matcher = { entry: ListEntry; isIn(text: Folded): boolean };
type Folded = { text: string; hosts: ReadonlySet<string> };

/** From so many syllables on a Korean term means the same wherever it stands. */
const anywhereLength = 4;

/** Makes a check of `lists`; throws where a host of theirs is none. */
export function createScreen(lists: ScreeningLists): Screen {
  const exceptions = lists.words.exceptions.map((term) => toPattern(term, 'gu'));
  const matchers = [
    ...lists.words.entries.map(wordMatcher),
    ...lists.links.entries.map(hostMatcher),
  ];
  return (text) => {
    const folded = fold(text);
    const bare = exceptions.reduce((left, pattern) => left.replace(pattern, ' '), folded);
    const subject = { text: bare, hosts: hostsOf(text) };
    const found = matchers.filter((matcher) => matcher.isIn(subject)).map(({ entry }) => entry);
    const worst = found.find(({ outcome }) => outcome === 'hide') ?? found[0];
    if (!worst) return { outcome: 'pass', reason: null, terms: [] };
    const { outcome, reason } = worst;
    const terms = [worst, ...found.filter((entry) => entry.outcome === outcome)];
    return { outcome, reason, terms: uniqueTerms(terms) };
  };
}

function uniqueTerms(entries: ListEntry[]): string[] {
  return [...new Set(entries.map(({ term }) => term.slice(0, 200)))].slice(0, screeningTermsMax);
}

/** What writings that read the same have in common: composition, width, case; accents and invisible characters are none. */
function fold(text: string): string {
  const plain = text.normalize('NFKD').replaceAll(/[\p{Cf}\p{Mn}\u3164\u115F\u1160]/gu, '');
  return plain.normalize('NFKC').toUpperCase().toLowerCase();
}

function wordMatcher(entry: ListEntry): Matcher {
  const pattern = toPattern(entry.term, 'u');
  return { entry, isIn: ({ text }) => pattern.test(text) };
}

/**
 * Latin words end where Latin letters end, so that a particle may follow. Korean ones have no such end, and where a
 * short one may begin is bounded: "시발" is not in "다시발표". Dots and the like between syllables hide nothing.
 */
function toPattern(term: string, flags: 'u' | 'gu'): RegExp {
  const words = fold(term)
    .split(/[\s\p{P}]+/u)
    .filter(Boolean);
  if (!/\p{Script=Hangul}/u.test(term)) {
    const body = words.map(escape).join(String.raw`[\s\p{P}]+`);
    const inWord = String.raw`[\p{Script=Latin}\p{N}_]`;
    return new RegExp(`(?<!${inWord})${body}(?!${inWord})`, flags);
  }
  const body = words
    .map((word) => Array.from(word, escape).join(String.raw`[._*~|/\-]{0,2}`))
    .join(String.raw`[\s\p{P}]*`);
  const isLong = words.join('').length >= anywhereLength;
  return new RegExp(isLong ? body : String.raw`(?<!\p{Script=Hangul})${body}`, flags);
}

function escape(text: string): string {
  return text.replaceAll(/[$()*+./?[\\\]^{|}-]/g, String.raw`\$&`);
}

function hostMatcher(entry: ListEntry): Matcher {
  const host = toHost(`http://${entry.term}`);
  if (host?.includes('.') !== true) throw new Error(`not a host: ${entry.term}`);
  return {
    entry,
    isIn: ({ hosts }) => [...hosts].some((each) => each === host || each.endsWith(`.${host}`)),
  };
}

const address = /https?:\/\/[^\s<>"]+/giu;
// Also without a scheme, where a person would read it so: not in an e-mail address, a path or a longer word.
const bareHost =
  /(?<![\p{L}\p{N}@./_-])(?:[\p{L}\p{N}-]+\.)+[a-z]{2,}(?![\p{Script=Latin}\p{N}@_-])/giu;

/** As browsers would ask for them: in Punycode, without a port. A particle may follow an address. */
function hostsOf(text: string): Set<string> {
  const visible = text.replaceAll(/\p{Cf}/gu, '').normalize('NFKC');
  const links = findEntities(visible).flatMap((each) => (each.kind === 'link' ? [each.url] : []));
  const addresses = visible.match(address) ?? [];
  const hosts = (visible.replaceAll(address, ' ').match(bareHost) ?? []).map(
    (host) => `http://${host}`,
  );
  return new Set([...links, ...addresses, ...hosts].flatMap((url) => toHost(url) ?? []));
}

function toHost(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname.replace(/\.$/, '') : undefined;
}
