'use client';

import { AccountState } from '@dailyfeed/contract/admin';
import { useInfiniteQuery } from '@tanstack/react-query';
import { UserSearch } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';

import { useApi } from '../../lib/api.ts';
import { useDebounced } from '../../lib/use-debounced.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { FoundList, foundOptions } from './found-list.tsx';
import { MemberRow } from './member-row.tsx';

const pageSize = 30;
/** Between two letters of somebody who types. */
const restMs = 200;

/** Everybody there is, to be searched and filtered. */
export function MemberList(): ReactNode {
  const t = useTranslations('admin');
  const [query, setQuery] = useState('');
  const [state, setState] = useState<AccountState | null>(null);
  return (
    <>
      <div className="grid gap-4 border-b border-line px-4 py-5 tablet:grid-cols-[1fr_12rem] tablet:px-5">
        <TextField
          type="search"
          label={t('search')}
          value={query}
          maxLength={100}
          autoCapitalize="none"
          spellCheck={false}
          onChange={(event) => setQuery(event.target.value)}
        />
        <SelectField
          label={t('state')}
          value={state ?? ''}
          onChange={(event) => setState(AccountState.safeParse(event.target.value).data ?? null)}
          options={[
            { value: '', label: t('all') },
            ...AccountState.options.map((value) => ({ value, label: t(value) })),
          ]}
        />
      </div>
      <Found query={useDebounced(query, restMs)} state={state} />
    </>
  );
}

function Found({ query, state }: { query: string; state: AccountState | null }): ReactNode {
  const t = useTranslations('admin');
  const found = useInfiniteQuery(
    useApi().member.admin.members.infiniteQueryOptions(
      { limit: pageSize, query, state },
      { ...foundOptions, trpc: { abortOnUnmount: true } },
    ),
  );
  return (
    <FoundList
      query={found}
      label={t('members')}
      empty={{ icon: <UserSearch />, title: t('none'), text: t('noneText') }}
    >
      {(member) => <MemberRow member={member} />}
    </FoundList>
  );
}
