'use client';

import { searchQueryMax } from '@dailyfeed/contract/search-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';

import { useApiLoading } from '../../lib/api-loading.ts';
import { searchBoxId } from '../../lib/routes.ts';
import { boxLook, pillLook, SearchForm, SubmitButton } from './search-form.tsx';
import { SlashHint } from './slash-hint.tsx';
import type { TypeaheadProps } from './typeahead.tsx';

/** The search box beside the content. What suggests is loaded when a hand comes near; until then it only searches. */
export function SideSearch(): ReactNode {
  const { Typeahead, load } = useTypeahead();
  const [text, setText] = useState('');
  const [isFocused, setFocused] = useState(false);
  const { isComposing, onComposition } = useComposing();
  return (
    <SearchForm>
      {/* A box that takes the place of another would break the syllable that is being composed. */}
      {Typeahead && !isComposing ? (
        <Typeahead text={text} isFocused={isFocused} />
      ) : (
        <PlainBox
          text={text}
          onText={setText}
          onFocused={(isNear) => {
            setFocused(isNear);
            load();
          }}
          onNear={load}
          onComposition={onComposition}
        />
      )}
    </SearchForm>
  );
}

function PlainBox(props: {
  text: string;
  onText: (text: string) => void;
  onFocused: (isFocused: boolean) => void;
  onNear: () => void;
  onComposition: (phase: 'start' | 'end') => void;
}): ReactNode {
  const t = useTranslations('search');
  return (
    <div className={pillLook} onPointerEnter={props.onNear}>
      <SubmitButton />
      <input
        id={searchBoxId}
        name="q"
        value={props.text}
        aria-label={t('label')}
        placeholder={t('label')}
        maxLength={searchQueryMax}
        autoComplete="off"
        onChange={({ currentTarget }) => props.onText(currentTarget.value)}
        onFocus={() => props.onFocused(true)}
        onBlur={() => props.onFocused(false)}
        onCompositionStart={() => props.onComposition('start')}
        onCompositionEnd={() => props.onComposition('end')}
        className={boxLook}
      />
      {props.text === '' && <SlashHint />}
    </div>
  );
}

/** The box that suggests, once it and what it asks are there. */
function useTypeahead(): {
  Typeahead: ((props: TypeaheadProps) => ReactNode) | undefined;
  load: () => void;
} {
  const api = useApiLoading();
  const [loaded, setLoaded] = useState<{ Typeahead: (props: TypeaheadProps) => ReactNode }>();
  const load = async (): Promise<void> => {
    const [module] = await Promise.all([import('./typeahead.tsx'), api.load()]);
    setLoaded(module);
  };
  return {
    Typeahead: api.isLoaded ? loaded?.Typeahead : undefined,
    // Without a network the plain box still says so by the page it leads to.
    load: () => void load().catch(() => undefined),
  };
}

/** Between two syllables a composition ends and the next begins at once: only one that is over ends it. */
function useComposing(): {
  isComposing: boolean;
  onComposition: (phase: 'start' | 'end') => void;
} {
  const [phase, setPhase] = useState<'none' | 'start' | 'end'>('none');
  const onComposition = (next: 'start' | 'end'): void => {
    setPhase(next);
    if (next === 'end') {
      setTimeout(() => setPhase((present) => (present === 'end' ? 'none' : present)));
    }
  };
  return { isComposing: phase !== 'none', onComposition };
}
