'use client';

import { Autocomplete } from '@base-ui/react/autocomplete';
import type { Suggestions } from '@dailyfeed/contract/search';
import { Hash, Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { Avatar } from '../../ui/avatar.tsx';
import { keyOf, type Suggestion, type SuggestionGroup } from './suggestion.ts';

/** The list below the box. It says how much there is when the service has answered. */
export function SuggestionPopup(props: {
  suggestions: Suggestions | undefined;
  onChoose: (suggestion: Suggestion) => void;
}): ReactNode {
  const { suggestions, onChoose } = props;
  const t = useTranslations('search');
  const count = suggestions && suggestions.tags.length + suggestions.members.length;
  return (
    <Autocomplete.Portal>
      <Autocomplete.Positioner sideOffset={6} className="z-50 outline-none">
        <Autocomplete.Popup className="max-h-[min(26rem,var(--available-height))] w-(--anchor-width) overflow-y-auto overscroll-contain rounded-2 border border-line bg-raised p-1 shadow-2 outline-none">
          <Autocomplete.Status className="sr-only">
            {count !== undefined && t('suggested', { count })}
          </Autocomplete.Status>
          <Autocomplete.List aria-label={t('suggestions')}>
            {(group: SuggestionGroup) => (
              <Autocomplete.Group key={group.kind} items={group.items}>
                <GroupName kind={group.kind} />
                <Autocomplete.Collection>
                  {(suggestion: Suggestion) => (
                    <Autocomplete.Item
                      key={keyOf(suggestion)}
                      value={suggestion}
                      onClick={() => onChoose(suggestion)}
                      className="flex min-h-10 cursor-pointer items-center gap-3 rounded-1 px-3 py-1.5 outline-none select-none data-highlighted:bg-sunken pointer-coarse:min-h-12"
                    >
                      <Line suggestion={suggestion} />
                    </Autocomplete.Item>
                  )}
                </Autocomplete.Collection>
              </Autocomplete.Group>
            )}
          </Autocomplete.List>
        </Autocomplete.Popup>
      </Autocomplete.Positioner>
    </Autocomplete.Portal>
  );
}

function GroupName({ kind }: { kind: SuggestionGroup['kind'] }): ReactNode {
  const t = useTranslations('search');
  if (kind === 'search') return null;
  return (
    <Autocomplete.GroupLabel className="px-3 pt-2 pb-1 text-xs font-semibold text-ink-3">
      {t(kind === 'tag' ? 'suggestedTags' : 'suggestedMembers')}
    </Autocomplete.GroupLabel>
  );
}

function Line({ suggestion }: { suggestion: Suggestion }): ReactNode {
  const t = useTranslations('search');
  switch (suggestion.kind) {
    case 'search':
      return (
        <>
          <Search aria-hidden="true" className="mx-2 size-4 flex-none text-ink-3" />
          <span className="truncate">{t('searchFor', { query: suggestion.query })}</span>
        </>
      );
    case 'tag':
      return (
        <>
          <Hash aria-hidden="true" className="mx-2 size-4 flex-none text-ink-3" />
          <b className="min-w-0 truncate font-semibold">{suggestion.found.tag}</b>
          <span className="ms-auto flex-none text-s text-ink-3">
            {t('postCount', { count: suggestion.found.postCount })}
          </span>
        </>
      );
    case 'member':
      return (
        <>
          <Avatar member={suggestion.member} size="s" />
          <span className="min-w-0 leading-tight">
            <b className="block truncate">{suggestion.member.displayName}</b>
            <span className="block truncate text-s text-ink-3">@{suggestion.member.handle}</span>
          </span>
        </>
      );
  }
}
