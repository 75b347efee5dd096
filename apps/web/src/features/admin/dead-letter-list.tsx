'use client';

import { DeadLetterKind, DeadLetterStatus } from '@dailyfeed/contract/dead-letter';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { MailCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';

import { useApi } from '../../lib/api.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { DeadLetterRow } from './dead-letter-row.tsx';
import { FoundList, foundOptions } from './found-list.tsx';

const pageSize = 30;

type Filter = { kind: DeadLetterKind; status: DeadLetterStatus | null; group: string | null };

/** Messages that went nowhere, by kind, state and group; the latest first. */
export function DeadLetterList(): ReactNode {
  const t = useTranslations('deadLetter');
  const [filter, setFilter] = useState<Filter>({
    kind: 'listener',
    status: 'waiting',
    group: null,
  });
  const counts = useQuery(
    useApi().activity.deadLetter.counts.queryOptions(undefined, { staleTime: 0 }),
  );
  const groups = new Set(
    counts.data?.items.filter(({ kind }) => kind === filter.kind).map(({ group }) => group),
  );
  return (
    <>
      <div className="grid gap-4 border-b border-line px-4 py-5 tablet:grid-cols-3 tablet:px-5">
        <SelectField
          label={t('kind')}
          value={filter.kind}
          onChange={(event) =>
            setFilter({ ...filter, kind: DeadLetterKind.parse(event.target.value), group: null })
          }
          options={DeadLetterKind.options.map((value) => ({ value, label: t(value) }))}
        />
        <SelectField
          label={t('status')}
          value={filter.status ?? ''}
          onChange={(event) =>
            setFilter({
              ...filter,
              status: DeadLetterStatus.safeParse(event.target.value).data ?? null,
            })
          }
          options={[
            { value: '', label: t('all') },
            ...DeadLetterStatus.options.map((value) => ({ value, label: t(value) })),
          ]}
        />
        <SelectField
          label={t('group')}
          value={filter.group ?? ''}
          onChange={(event) => setFilter({ ...filter, group: event.target.value || null })}
          options={[
            { value: '', label: t('all') },
            ...[...groups].map((value) => ({ value, label: value })),
          ]}
        />
      </div>
      <Found filter={filter} />
    </>
  );
}

function Found({ filter }: { filter: Filter }): ReactNode {
  const t = useTranslations('deadLetter');
  const found = useInfiniteQuery(
    useApi().activity.deadLetter.list.infiniteQueryOptions(
      { limit: pageSize, ...filter },
      foundOptions,
    ),
  );
  return (
    <FoundList
      query={found}
      label={t('title')}
      empty={{ icon: <MailCheck />, title: t('none'), text: t('noneText') }}
    >
      {(letter) => <DeadLetterRow letter={letter} />}
    </FoundList>
  );
}
