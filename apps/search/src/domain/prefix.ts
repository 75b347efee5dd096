import { quote } from './token.ts';
import { toUnits } from './unit.ts';

/** Pairs of final consonants, as a keyboard joins what was typed as two initial ones. */
const joinedConsonants: Readonly<Record<string, string>> = {
  ㄳ: 'ㄱㅅ',
  ㄵ: 'ㄴㅈ',
  ㄶ: 'ㄴㅎ',
  ㄺ: 'ㄹㄱ',
  ㄻ: 'ㄹㅁ',
  ㄼ: 'ㄹㅂ',
  ㄽ: 'ㄹㅅ',
  ㄾ: 'ㄹㅌ',
  ㄿ: 'ㄹㅍ',
  ㅀ: 'ㄹㅎ',
  ㅄ: 'ㅂㅅ',
};
const firstSyllable = 0xac_00;
const lastSyllable = 0xd7_a3;
const syllablesPerInitial = 588;
const firstInitial = 0x11_00;
/** Longer beginnings tell nothing apart. */
const keyMax = 60;

/**
 * What a beginning is compared by: letters and digits alone, Hangul taken apart, so that 가 begins 감, as it does on
 * the way to it.
 */
export function toPrefixKey(text: string): string {
  const apart = text.replaceAll(
    /[ㄳㄵㄶㄺㄻㄼㄽㄾㄿㅀㅄ]/g,
    (pair) => joinedConsonants[pair] ?? pair,
  );
  const plain = toUnits(apart).map((unit) => unit.text);
  return Array.from(plain.join('').normalize('NFD')).slice(0, keyMax).join('');
}

/** As what has been typed would begin a handle; null where it begins none. */
export function toHandleKey(text: string): string | null {
  const key = text.trim().toLowerCase();
  return /^\w+$/.test(key) ? key : null;
}

/** Everything by whose beginning a name or tag is found: the whole, each of its words, and the initial consonants of both. */
export function toPrefixTokens(texts: readonly string[]): string[] {
  const beginnings = texts.flatMap((text) => {
    const words = text.split(/[\s_]+/u);
    return [text, ...words].flatMap((each) => [toPrefixKey(each), toInitials(each)]);
  });
  return [...new Set(beginnings)].flatMap((key) => (key === '' ? [] : [`^${key}`]));
}

/** The `tsquery` of what begins so; null where nothing can be told of it. */
export function toPrefixQuery(prefix: string): string | null {
  const key = toPrefixKey(prefix);
  return key === '' ? null : `${quote(`^${key}`)}:*`;
}

/** ᄀᄉ of 감사, and of 감사 with anything behind it; empty where it does not begin with Hangul. */
function toInitials(text: string): string {
  const codes = toUnits(text).map(({ text: character }) => character.charCodeAt(0));
  const end = codes.findIndex((code) => code < firstSyllable || code > lastSyllable);
  const initials = (end === -1 ? codes : codes.slice(0, end)).map((code) => {
    const initial = Math.floor((code - firstSyllable) / syllablesPerInitial);
    return String.fromCharCode(firstInitial + initial);
  });
  return initials.slice(0, keyMax).join('');
}
