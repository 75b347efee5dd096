import type { MemberSummary } from '@dailyfeed/contract/member';
import type { FoundTag, Suggestions } from '@dailyfeed/contract/search';

import { routes } from '../../lib/routes.ts';

/** One line below the box. */
export type Suggestion =
  | { kind: 'search'; query: string }
  | { kind: 'tag'; found: FoundTag }
  | { kind: 'member'; member: MemberSummary };
export type SuggestionGroup = { kind: Suggestion['kind']; items: Suggestion[] };

/** Searching for the very words comes first; groups without anything are left out. */
export function toGroups(typed: string, suggestions: Suggestions | undefined): SuggestionGroup[] {
  const query = typed.trim();
  if (query === '') return [];
  const { tags = [], members = [] } = suggestions ?? {};
  const groups: SuggestionGroup[] = [
    { kind: 'search', items: [{ kind: 'search', query }] },
    { kind: 'tag', items: tags.map((found) => ({ kind: 'tag', found })) },
    { kind: 'member', items: members.map((member) => ({ kind: 'member', member })) },
  ];
  return groups.filter(({ items }) => items.length > 0);
}

export function keyOf(suggestion: Suggestion): string {
  return `${suggestion.kind} ${textOf(suggestion)}`;
}

export function textOf(suggestion: Suggestion): string {
  switch (suggestion.kind) {
    case 'search':
      return suggestion.query;
    case 'tag':
      return `#${suggestion.found.tag}`;
    case 'member':
      return `@${suggestion.member.handle}`;
  }
}

/** Where a tag or a member stands. */
export function addressOf(suggestion: Exclude<Suggestion, { kind: 'search' }>): string {
  return suggestion.kind === 'tag'
    ? routes.tag(suggestion.found.tag)
    : routes.profile(suggestion.member.handle);
}
