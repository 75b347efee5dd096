'use client';

import { Autocomplete } from '@base-ui/react/autocomplete';
import { searchQueryMax } from '@dailyfeed/contract/search-query';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';

import { searchBoxId } from '../../lib/routes.ts';
import { useGuardedRouter } from '../../lib/use-guarded-router.ts';
import { boxLook, pillLook, SubmitButton } from './search-form.tsx';
import type { SearchType } from './search-type.ts';
import { SlashHint } from './slash-hint.tsx';
import { SuggestionPopup } from './suggestion-popup.tsx';
import { addressOf, type Suggestion, textOf, toGroups } from './suggestion.ts';
import { useSearching } from './use-searching.ts';
import { useSuggestions } from './use-suggestions.ts';

export type TypeaheadProps = {
  /** What stands in the box to begin with, and again when it changes. */
  text: string;
  /** In place of a box that had the focus. */
  isFocused?: boolean;
  type?: SearchType | undefined;
  /** Somebody has taken the last letter out of the box. */
  onEmptied?: () => void;
};

/** The search box, and below it what begins with what is typed. */
export function Typeahead(props: TypeaheadProps): ReactNode {
  const { text, isFocused = false, type, onEmptied } = props;
  const t = useTranslations('search');
  const router = useGuardedRouter();
  const search = useSearching();
  const [typed, setTyped] = useTyped(text);
  // What already is searched for needs no completion.
  const suggestions = useSuggestions(typed === text && !isFocused ? '' : typed);
  const box = useRef<HTMLInputElement>(null);
  // Before the next letter, which would be lost.
  useLayoutEffect(() => {
    if (!isFocused && location.hash !== `#${searchBoxId}`) return;
    box.current?.focus();
    box.current?.setSelectionRange(box.current.value.length, box.current.value.length);
  }, [isFocused]);

  function change(value: string): void {
    setTyped(value);
    if (value === '' && typed !== '') onEmptied?.();
  }

  function choose(suggestion: Suggestion): void {
    if (suggestion.kind === 'search') {
      search(suggestion.query, type);
      return;
    }
    setTyped('');
    router.push(addressOf(suggestion));
  }

  return (
    <Autocomplete.Root
      items={toGroups(typed, suggestions)}
      mode="none"
      value={typed}
      defaultOpen={isFocused && text.trim() !== ''}
      onValueChange={(value, { reason }) => {
        if (reason === 'clear-press' || reason === 'escape-key') change(value);
        else if (reason !== 'item-press') setTyped(value);
      }}
      itemToStringValue={textOf}
    >
      <Autocomplete.InputGroup className={pillLook}>
        <SubmitButton />
        <Autocomplete.Input
          ref={box}
          id={searchBoxId}
          name="q"
          aria-label={t('label')}
          placeholder={t('label')}
          maxLength={searchQueryMax}
          inputMode="search"
          enterKeyHint="search"
          autoComplete="off"
          autoCapitalize="none"
          // A syllable that is being composed counts: the part itself waits for its end.
          onChange={({ currentTarget }) => change(currentTarget.value)}
          className={boxLook}
        />
        {typed === '' ? (
          <SlashHint />
        ) : (
          <Autocomplete.Clear
            aria-label={t('clear')}
            className="grid size-8 flex-none place-items-center rounded-full hover:bg-line hover:text-ink"
          >
            <X aria-hidden="true" className="size-4" />
          </Autocomplete.Clear>
        )}
      </Autocomplete.InputGroup>
      <SuggestionPopup suggestions={suggestions} onChoose={choose} />
    </Autocomplete.Root>
  );
}

/** What is typed, until another `text` is given; what is typed while an emptied box waits for its page stays. */
function useTyped(text: string): [typed: string, setTyped: (typed: string) => void] {
  const [state, setState] = useState({ text, typed: text });
  if (state.text !== text) {
    const isTypedOver = text === '' && state.typed !== state.text;
    setState({ text, typed: isTypedOver ? state.typed : text });
  }
  return [state.typed, (typed) => setState({ text, typed })];
}
