// @ts-expect-error -- its dictionaries come without types
import traditional from 'opencc-js/dict/TSCharacters';

/** Pairs of a character and those it becomes, the usual one first: `後 后|乾 干 乾|…`. */
const pairs: string = traditional;

/** What NFKC and NFD leave of letters that are another's in a plain hand. */
const letters: readonly [string, string][] = [
  ['ß', 'ss'],
  ['ø', 'o'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['ł', 'l'],
  ['ı', 'i'],
  ['þ', 'th'],
  ['ς', 'σ'],
  ['ё', 'е'],
];

/** Katakana stand this far behind the Hiragana of the same sound. */
const kanaDistance = 0x60;
const katakana = [...range('ァ', 'ヶ'), 'ヽ', 'ヾ'];
const kana = katakana.map((character): [string, string] => [
  character,
  String.fromCharCode(character.charCodeAt(0) - kanaDistance),
]);

/** Traditional Chinese characters; of several simplified ones, the usual. */
const han = pairs.split('|').flatMap((pair): [string, string][] => {
  const [character, simplified] = pair.split(' ');
  return character === undefined || simplified === undefined ? [] : [[character, simplified]];
});

/** Characters that are written in another way without being another word, each with the one that stands for both. */
export const plain: ReadonlyMap<string, string> = new Map([...letters, ...kana, ...han]);

function range(first: string, last: string): string[] {
  const start = first.charCodeAt(0);
  const count = last.charCodeAt(0) - start + 1;
  return Array.from({ length: count }, (_, index) => String.fromCharCode(start + index));
}
