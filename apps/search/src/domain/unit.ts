import { plain } from './plain.ts';

/**
 * One place of a text: a character of a script that is written without blanks between words, a word of another, or an
 * emoji. `start` and `end` are UTF-16 code units of the text as it was given.
 */
export type Unit = {
  text: string;
  kind: 'character' | 'word' | 'emoji';
  start: number;
  end: number;
  /** Whether nothing but blanks lies between this character and the one before. */
  isJoined: boolean;
};

/** Scripts whose words are not set apart, or, as in Korean, grow endings. */
const dense =
  /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー々〆]/u;
const letter = /[\p{L}\p{Mn}\p{Mc}]/u;
const digit = /\p{N}/u;
/** Joiners, directions, variants: they change how something looks, not what it says. */
const invisible = /[\p{Cf}\p{Variation_Selector}]/u;
const emoji = /[\p{Extended_Pictographic}\p{Regional_Indicator}]/u;
/** A character with the marks that belong to it, the half-width sound marks of Kana among them. */
const cluster = /[^\p{M}][\p{M}\uFF9E\uFF9F]*|\p{M}+/gu;
const accented = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}]/u;

/**
 * Cuts a text into what can be found of it, the same for documents and queries: width, case, accents, the two
 * kinds of Kana, traditional and simplified Han are levelled, and letters parted from digits. Punctuation parts too, and is nothing that could be found.
 */
export function toUnits(text: string): Unit[] {
  const units: Unit[] = [];
  // What the next character or word would be added to, or joined with; undefined behind a blank and punctuation.
  let word: { unit: Unit; kind: 'letters' | 'digits' } | undefined;
  let isJoined = false;
  for (const match of text.matchAll(cluster)) {
    const start = match.index;
    const end = start + match[0].length;
    for (const character of level(match[0])) {
      const kind = kindOf(character);
      if (kind === 'letters' || kind === 'digits') {
        if (word?.kind === kind) {
          word.unit.text += character;
          word.unit.end = end;
        } else {
          const unit: Unit = { text: character, kind: 'word', start, end, isJoined: false };
          units.push(unit);
          word = { unit, kind };
        }
        isJoined = false;
        continue;
      }
      // A mark within a word, and what cannot be seen, part nothing.
      if (kind === 'nothing') continue;
      word = undefined;
      if (kind === 'blank') continue;
      if (kind === 'punctuation') isJoined = false;
      else {
        units.push({
          text: character,
          kind,
          start,
          end,
          isJoined: isJoined && kind === 'character',
        });
        isJoined = kind === 'character';
      }
    }
  }
  return units;
}

/** A tag as texts are levelled. */
export function levelTag(tag: string): string {
  return tag.replaceAll(cluster, level);
}

/** A character, with its marks, in the writing that all of its writings have in common. */
function level(raw: string): string {
  const lower = raw.normalize('NFKC').toLowerCase();
  const bare = accented.test(lower) ? lower.normalize('NFD').replaceAll(/\p{M}/gu, '') : lower;
  return plain.get(bare) ?? bare;
}

type CharacterKind =
  | 'character'
  | 'letters'
  | 'digits'
  | 'emoji'
  | 'blank'
  | 'nothing'
  | 'punctuation';

function kindOf(character: string): CharacterKind {
  if (invisible.test(character)) return 'nothing';
  if (letter.test(character)) return dense.test(character) ? 'character' : 'letters';
  if (digit.test(character)) return dense.test(character) ? 'character' : 'digits';
  if (emoji.test(character)) return 'emoji';
  return /\s/u.test(character) ? 'blank' : 'punctuation';
}
