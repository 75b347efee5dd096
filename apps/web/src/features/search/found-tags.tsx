'use client';

import type { FoundTag, FoundTagPage } from '@dailyfeed/contract/search';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi } from '../../lib/api.ts';
import { feedOptions, pageSize } from '../feed/feed-options.ts';
import { useFirstPage } from '../feed/use-first-page.ts';
import { useList } from '../feed/use-list.ts';
import { FoundItems } from './found-items.tsx';
import { TagLink } from './tag-link.tsx';
import { TagSkeletons } from './tag-skeletons.tsx';
import { withIds } from './with-ids.ts';

const select = withIds(({ tag }: FoundTag) => tag);

/** Tags that begin with or hold a query, each leading to its posts. */
export function FoundTags(props: { query: string; initial: FoundTagPage | undefined }): ReactNode {
  const { query, initial } = props;
  const result = useList(
    useApi().search.search.tags.infiniteQueryOptions(
      { query, limit: pageSize },
      { ...feedOptions, ...useFirstPage(initial), select },
    ),
  );
  return (
    <FoundItems type="tags" query={query} result={result} waiting={<TagSkeletons />}>
      {drawTag}
    </FoundItems>
  );
}

function drawTag(found: FoundTag): ReactNode {
  return <TagRow {...found} />;
}

function TagRow({ tag, postCount }: FoundTag): ReactNode {
  const t = useTranslations('search');
  return (
    <TagLink
      tag={tag}
      note={t('postCount', { count: postCount })}
      className="border-b border-line px-4 py-3 tablet:px-5"
    />
  );
}
