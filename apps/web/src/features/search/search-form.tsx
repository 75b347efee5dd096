'use client';

import { Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { cx } from '../../ui/cx.ts';
import type { SearchType } from './search-type.ts';
import { useSearching } from './use-searching.ts';

/** Sends what is in the box called `q` to the search page, without scripts, too. */
export function SearchForm(props: {
  /** What is looked for next, too. */
  type?: SearchType;
  children: ReactNode;
}): ReactNode {
  const { type, children } = props;
  const search = useSearching();
  return (
    <search>
      <form
        action={routes.search()}
        onSubmit={(event) => {
          event.preventDefault();
          // The field itself knows also what is still being composed.
          const query = new FormData(event.currentTarget).get('q');
          search(typeof query === 'string' ? query.trim() : '', type);
        }}
      >
        {children}
      </form>
    </search>
  );
}

/** Before the box. Enter in the box does the same, so the Tab key passes over it. */
export function SubmitButton(): ReactNode {
  const t = useTranslations('search');
  return (
    <button
      type="submit"
      tabIndex={-1}
      aria-label={t('submit')}
      className="-ms-2 grid size-8 flex-none place-items-center rounded-full hover:text-ink"
    >
      <Search aria-hidden="true" className="size-4.5" />
    </button>
  );
}

/** The pill around the box, and the box in it, whose own outline shows where the reader's colours are forced. */
export const pillLook = cx(
  'group flex h-10.5 items-center gap-1 rounded-full border border-line bg-sunken ps-4 pe-2 text-ink-3',
  'focus-within:border-focus focus-within:bg-surface focus-within:outline-1 focus-within:outline-focus pointer-coarse:h-11',
);
export const boxLook =
  'h-full w-full min-w-0 bg-transparent text-ink outline-hidden placeholder:text-ink-3 pointer-coarse:text-body';
