'use client';

import type { Me } from '@dailyfeed/contract/member';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi } from '../../lib/api.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { QueryError } from '../../ui/state.tsx';

/** Shows what needs the member once they are there. */
export function WithMe({ children }: { children: (me: Me) => ReactNode }): ReactNode {
  const me = useQuery(useApi().member.profile.me.queryOptions());
  if (me.data) return children(me.data);
  if (!me.isError) return <FormSkeleton />;
  return <QueryError query={me} />;
}

/** Holds the place of a form. */
export function FormSkeleton(): ReactNode {
  const t = useTranslations('ui');
  return (
    <div className="grid max-w-form gap-6 px-4 py-6 tablet:px-5">
      <output className="sr-only">{t('loading')}</output>
      {['w-24', 'w-32', 'w-20', 'w-28'].map((width) => (
        <div key={width}>
          <Skeleton className={`h-4 ${width}`} />
          <Skeleton className="mt-2 h-11 w-full" />
        </div>
      ))}
    </div>
  );
}
