import type { Query, Term } from './query.ts';
import { cut, filterToken, quote } from './token.ts';
import type { Unit } from './unit.ts';

/** The query as PostgreSQL reads it; null where nothing but dates narrows it down. */
export function toTsquery(
  query: Omit<Query, 'from' | 'before' | 'after'>,
  args: { authorIds: readonly string[] },
): string | null {
  const anyOf = (tokens: readonly string[]): string[] =>
    tokens.length === 0 ? [] : [`(${tokens.map(quote).join(' | ')})`];
  const parts = [
    ...query.terms.map(termQuery),
    ...query.tags.map((tag) => quote(cut(filterToken.tag(tag)))),
    ...anyOf(args.authorIds.map(filterToken.author)),
    ...anyOf(query.languages.map(filterToken.language)),
    ...(query.hasImage ? [quote(filterToken.image)] : []),
    ...query.without.map((term) => `!(${termQuery(term)})`),
    ...query.withoutTags.map((tag) => `!${quote(cut(filterToken.tag(tag)))}`),
  ];
  return parts.length === 0 ? null : parts.join(' & ');
}

/** What is asked for by words alone: how well a document fits is told by these. */
export function toRankQuery(query: Pick<Query, 'terms'>): string | null {
  return query.terms.length === 0 ? null : query.terms.map(termQuery).join(' & ');
}

/**
 * A term by the tokens that its documents have: pairs of joined characters, and where a pair ends nothing more, since
 * the pair before holds the last one. A single character begins a pair, or is the last of its row.
 */
export function termQuery(term: Term): string {
  const steps: { text: string; place: number }[] = [];
  for (const [place, unit] of term.entries()) {
    const next = term[place + 1];
    if (next?.isJoined) steps.push({ text: quote(cut(unit.text + next.text)), place });
    else if (!isEndOfPair(unit)) steps.push({ text: single(unit), place });
  }
  return steps
    .map(({ text, place }, index) => {
      const before = steps[index - 1];
      return before === undefined ? text : `<${place - before.place}> ${text}`;
    })
    .join(' ');
}

function isEndOfPair(unit: Unit): boolean {
  return unit.kind === 'character' && unit.isJoined;
}

function single(unit: Unit): string {
  return unit.kind === 'character' ? `${quote(unit.text)}:*` : quote(cut(unit.text));
}
