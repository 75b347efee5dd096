'use client';

import { ReportedKind, ReportReason } from '@dailyfeed/contract/report';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';

import { useApi } from '../../lib/api.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { FoundList, foundOptions } from './found-list.tsx';
import { ReportCaseRow } from './report-case-row.tsx';
import { DecisionNotesContext } from './report-decision-dialog.tsx';

const pageSize = 20;

type State = 'open' | 'resolved';
type Filter = { state: State; kind: ReportedKind | null; reason: ReportReason | null };

/** What was reported and waits for a decision, or has one. */
export function ReportList(): ReactNode {
  const t = useTranslations('moderation');
  const reasonSays = useTranslations('report');
  const [filter, setFilter] = useState<Filter>({ state: 'open', kind: null, reason: null });
  const [notes] = useState(() => new Map<string, string>());
  return (
    <DecisionNotesContext value={notes}>
      <div className="grid gap-4 border-b border-line px-4 py-5 tablet:grid-cols-3 tablet:px-5">
        <SelectField
          label={t('state')}
          value={filter.state}
          onChange={({ target }) =>
            setFilter({ ...filter, state: target.value === 'resolved' ? 'resolved' : 'open' })
          }
          options={(['open', 'resolved'] as const).map((value) => ({ value, label: t(value) }))}
        />
        <SelectField
          label={t('kind')}
          value={filter.kind ?? ''}
          onChange={({ target }) =>
            setFilter({ ...filter, kind: ReportedKind.safeParse(target.value).data ?? null })
          }
          options={[
            { value: '', label: t('all') },
            ...ReportedKind.options.map((value) => ({ value, label: t(value) })),
          ]}
        />
        <SelectField
          label={t('reason')}
          value={filter.reason ?? ''}
          onChange={({ target }) =>
            setFilter({ ...filter, reason: ReportReason.safeParse(target.value).data ?? null })
          }
          options={[
            { value: '', label: t('all') },
            ...ReportReason.options.map((value) => ({ value, label: reasonSays(value) })),
          ]}
        />
      </div>
      <Found filter={filter} />
    </DecisionNotesContext>
  );
}

function Found({ filter }: { filter: Filter }): ReactNode {
  const t = useTranslations('moderation');
  const found = useInfiniteQuery(
    useApi().content.report.list.infiniteQueryOptions({ limit: pageSize, ...filter }, foundOptions),
  );
  return (
    <FoundList
      query={found}
      label={t('title')}
      empty={{ icon: <ShieldCheck />, title: t('none'), text: t('noneText') }}
    >
      {(each) => <ReportCaseRow reportCase={each} state={filter.state} />}
    </FoundList>
  );
}
