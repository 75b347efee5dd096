import type { Query, Term } from './query.ts';
import { cut, filterToken, quote } from './token.ts';

/** The query as PostgreSQL reads it; null where nothing but dates narrows it down. */
export function toTsquery(
  query: Omit<Query, 'from' | 'before' | 'after'>,
  args: { authorIds: readonly string[] },
): string | null {
  const anyOf = (tokens: readonly string[]): string[] =>
    tokens.length === 0 ? [] : [`(${tokens.map(quote).join(' | ')})`];
  const parts = [
    ...query.terms.map((term) => termQuery(term)),
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
  return query.terms.length === 0 ? null : query.terms.map((term) => termQuery(term)).join(' & ');
}

/**
 * A term by the tokens that its documents have: pairs of joined characters, where the last one needs nothing more,
 * since the pair before holds it; all else by itself. Each token begins with `mark`.
 */
export function termQuery(term: Term, { mark = '' }: { mark?: string } = {}): string {
  const steps: { text: string; place: number }[] = [];
  for (const [place, unit] of term.entries()) {
    const next = term[place + 1];
    if (next?.isJoined) steps.push({ text: quote(mark + cut(unit.text + next.text)), place });
    else if (!unit.isJoined) steps.push({ text: quote(mark + cut(unit.text)), place });
  }
  return steps
    .map(({ text, place }, index) => {
      const before = steps[index - 1];
      return before === undefined ? text : `<${place - before.place}> ${text}`;
    })
    .join(' ');
}
