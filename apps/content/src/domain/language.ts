import type { Entity } from '@dailyfeed/contract/entity';
// The smallest of its tables: the next one takes 70 MB more, and knows sentences no better.
import { eld } from 'eld/extrasmall';

/** Letters that only one living language writes in, where the detector finds a text too short to judge. */
const scripts: readonly [RegExp, string][] = [
  [/\p{Script=Hangul}/gu, 'ko'],
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 'ja'],
  [/\p{Script=Thai}/gu, 'th'],
  [/\p{Script=Greek}/gu, 'el'],
];

/**
 * The language of a text, as ISO 639-1; null where it cannot be told, which short texts in Latin letters are rightly
 * not. Links, mentions and tags say nothing about it.
 */
export function detectLanguage(text: string, entities: readonly Entity[]): string | null {
  const words = withoutEntities(text, entities);
  const found = eld.detect(words);
  if (found.isReliable()) return found.language;
  const letters = countOf(/\p{L}/gu, words);
  const byScript = scripts.find(([script]) => countOf(script, words) * 2 > letters);
  return byScript?.[1] ?? null;
}

function withoutEntities(text: string, entities: readonly Entity[]): string {
  const parts: string[] = [];
  let end = 0;
  for (const entity of entities) {
    parts.push(text.slice(end, entity.start));
    end = entity.end;
  }
  return [...parts, text.slice(end)].join(' ');
}

function countOf(pattern: RegExp, text: string): number {
  return text.match(pattern)?.length ?? 0;
}
