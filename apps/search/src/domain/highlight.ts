import type { Highlight } from '@dailyfeed/contract/search';

import type { Query, Term } from './query.ts';
import { toUnits, type Unit } from './unit.ts';

/** More in one text help nobody. */
const highlightsMax = 100;

/** Where the words of a query, and its tags, stand in a text: in its order, none overlapping another. */
export function toHighlights(text: string, query: Pick<Query, 'terms' | 'tags'>): Highlight[] {
  const units = toUnits(text);
  const terms = [...query.terms, ...query.tags.map((tag) => toUnits(tag))];
  const found = terms.flatMap((term) => findTerm(units, term));
  const merged: Highlight[] = [];
  for (const span of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last && span.start < last.end) last.end = Math.max(last.end, span.end);
    else merged.push({ ...span });
  }
  return merged.slice(0, highlightsMax);
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
