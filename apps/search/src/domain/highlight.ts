import type { Highlight } from '@dailyfeed/contract/search';

import type { Query, Term } from './query.ts';
import { toUnits, type Unit } from './unit.ts';

/** More in one text help nobody. */
const highlightsMax = 100;

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * Where the words of a query, and its tags, stand in a text: in its order, none overlapping another, and none beginning
 * or ending within what a reader sees as one character.
 */
export function toHighlights(text: string, query: Pick<Query, 'terms' | 'tags'>): Highlight[] {
  const units = toUnits(text);
  const terms = [...query.terms, ...query.tags.map((tag) => toUnits(tag))];
  const found = terms.flatMap((term) => findTerm(units, term));
  const segments = graphemes.segment(text);
  const whole = found.slice(0, highlightsMax).map(({ start, end }) => {
    const [first, last] = [segments.containing(start), segments.containing(end - 1)];
    return { start: first?.index ?? start, end: last ? last.index + last.segment.length : end };
  });
  const merged: Highlight[] = [];
  for (const span of whole.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last && span.start < last.end) last.end = Math.max(last.end, span.end);
    else merged.push({ ...span });
  }
  return merged;
}

/** Every place where a term stands in a text. */
export function findTerm(units: readonly Unit[], term: Term): Highlight[] {
  const [first] = term;
  if (!first) return [];
  return units.flatMap((unit, at) => {
    const last = units[at + term.length - 1];
    const fits = term.every((wanted, index) => {
      const there = units[at + index];
      return there?.text === wanted.text && (!wanted.isJoined || there.isJoined);
    });
    return fits && last ? [{ start: unit.start, end: last.end }] : [];
  });
}
