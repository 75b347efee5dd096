import { Converter } from 'opencc-js/t2cn';

import type { Document } from './query-set.ts';

const cjk = String.raw`\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー`;
const isCjk = new RegExp(`^[${cjk}]`, 'u');
const letterOf = String.raw`[\p{L}\p{N}]`;
/** A letter of the scripts that put spaces between words. */
const wordLetter = `(?:(?![${cjk}])${letterOf})`;

/** A document, and its text made plain. */
type Plain = { document: Document; text: string };
type Condition = (plain: Plain) => boolean;

/**
 * Tells in which documents a query's words stand: read as plain text, letter by letter, in any spacing, case, width and
 * with or without accents. It knows nothing of how the service cuts or stores a text.
 */
export function createJudge(documents: readonly Document[]): (query: string) => string[] {
  const plains = documents.map((document) => ({ document, text: fold(document.text) }));
  return (query) => {
    const conditions = toConditions(query);
    return plains
      .filter((plain) => conditions.every((holds) => holds(plain)))
      .map(({ document }) => document.id);
  };
}

function toConditions(query: string): Condition[] {
  const parts = fold(query).match(/-?"[^"]*"|\S+/gu) ?? [];
  return parts.map((part) => {
    if (!/^-./u.test(part)) return toCondition(part);
    const holds = toCondition(part.slice(1));
    return (plain) => !holds(plain);
  });
}

function toCondition(part: string): Condition {
  if (part.startsWith('lang:')) return ({ document }) => part === `lang:${document.language}`;
  if (part.startsWith('#')) return ({ text }) => tagsOf(text).includes(part);
  const pattern = part.startsWith('"') ? toPhrase(part) : toWord(part);
  return ({ text }) => pattern.test(text);
}

function tagsOf(text: string): string[] {
  return text.match(/#[\p{L}\p{N}_]+/gu) ?? [];
}

/** How far the Hiragana stand before the Katakana of the same sound. */
const kanaDistance = 96;

const toSimplified: (text: string) => string = Converter({ from: 't', to: 'cn' });

/**
 * Compatible forms made one, lower case, simplified Han, Hiragana for Katakana, and Latin letters without their accents;
 * kana and Hangul keep their marks.
 */
function fold(text: string): string {
  return toSimplified(text.normalize('NFKC'))
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
    .replaceAll(/[\u30A1-\u30F6\u30FD\u30FE]/gu, (kana) =>
      String.fromCodePoint((kana.codePointAt(0) ?? 0) - kanaDistance),
    );
}

/** One after the other, whatever spaces and signs stand between them. */
function toPhrase(quoted: string): RegExp {
  return new RegExp(joinRuns(runsOf(quoted), String.raw`\s*`), 'u');
}

/**
 * A word may be broken by spaces where a word of the text begins, as "맛집 추천" is "맛집추천"; in the middle of a word
 * ("인사 과장" is no "사과"), or in two letters, it is chance.
 */
function toWord(part: string): RegExp {
  const runs = runsOf(part);
  const whole = joinRuns(runs, '');
  if (Array.from(part).length < 3) return new RegExp(whole, 'u');
  const broken = joinRuns(runs, String.raw`\s*`);
  return new RegExp(`${whole}|(?<!${letterOf})${broken}`, 'u');
}

/** Letters of one kind each: `ai기술을` is `ai` and `기술을`. */
function runsOf(part: string): string[] {
  return part.match(new RegExp(`[${cjk}]+|${wordLetter}+`, 'gu')) ?? [];
}

/** With any spaces and signs, but no letters, between one run and the next. */
function joinRuns(runs: string[], between: string): string {
  return runs.map((run) => toPattern(run, between)).join(`(?:(?!${letterOf}).)*`);
}

/** Letters without spaces of their own stand anywhere; a word of the others stands whole. */
function toPattern(run: string, between: string): string {
  return isCjk.test(run)
    ? Array.from(run).join(between)
    : `(?<!${wordLetter})${run}(?!${wordLetter})`;
}
