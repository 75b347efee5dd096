'use client';

import type { Activity } from '@dailyfeed/contract/activity';
import { History } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi, useApiClient } from '../../lib/api.ts';
import { EmptyState } from '../../ui/state.tsx';
import { visitedOptions } from '../feed/feed-options.ts';
import { useList } from '../feed/use-list.ts';
import type { StoryFilter } from './story-filter.ts';
import { StoryList } from './story-list.tsx';
import { StoryRow } from './story-row.tsx';
import { TypeFilter } from './type-filter.tsx';
import { HidingProvider } from './use-hiding.tsx';

/** What the member did, newest first: everything, or one type of it. */
export function ActivityList({ type }: { type: StoryFilter | undefined }): ReactNode {
  return (
    <>
      <TypeFilter type={type} />
      <HidingProvider key={type}>
        <Lines type={type} />
      </HidingProvider>
    </>
  );
}

function Lines({ type }: { type: StoryFilter | undefined }): ReactNode {
  const t = useTranslations('activity');
  const client = useApiClient();
  const input = { ...(type && { type }) };
  const options = useApi().activity.activity.mine.infiniteQueryOptions(input, visitedOptions);
  const query = useList(options);
  return (
    <StoryList
      story={{ key: options.queryKey, query }}
      load={() => client.activity.activity.mine.query(input)}
      label={t('mine')}
      empty={
        <EmptyState icon={<History />} title={t(type ? 'emptyOfType' : 'empty')}>
          {t(type ? 'emptyOfTypeText' : 'emptyText')}
        </EmptyState>
      }
    >
      {drawActivity}
    </StoryList>
  );
}

function drawActivity(activity: Activity): ReactNode {
  return <StoryRow activity={activity} />;
}
