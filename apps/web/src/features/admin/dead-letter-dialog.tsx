'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi } from '../../lib/api.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { QueryError } from '../../ui/state.tsx';

type DialogProps = { id: string; isOpen: boolean; onClose: () => void };

/** All that is known of a message, its content included; asked for only when it is opened. */
export function DeadLetterDialog({ id, isOpen, onClose }: DialogProps): ReactNode {
  const t = useTranslations('deadLetter');
  return (
    <Dialog isOpen={isOpen} onOpenChange={onClose} title={t('showTitle')}>
      <Detail id={id} />
    </Dialog>
  );
}

function Detail({ id }: { id: string }): ReactNode {
  const t = useTranslations('deadLetter');
  const query = useQuery(
    useApi().activity.deadLetter.get.queryOptions({ id }, { staleTime: 0, gcTime: 0 }),
  );
  if (!query.data) {
    if (!query.isError) return <Skeleton className="h-40" />;
    return <QueryError query={query} />;
  }
  const letter = query.data;
  const facts = [
    [t('id'), letter.id],
    [t('key'), letter.key],
    ...Object.entries(letter.headers).map(([name, values]) => [name, values.join(', ')]),
  ] as const;
  return (
    <div className="grid gap-4">
      <dl className="grid gap-2 text-s">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className="text-ink-3">{name}</dt>
            <dd className="font-mono wrap-anywhere">{value ?? '–'}</dd>
          </div>
        ))}
      </dl>
      <div>
        <h3 className="text-s text-ink-3">{letter.isText ? t('content') : t('contentBytes')}</h3>
        <pre
          dir="auto"
          className="mt-1 rounded-2 bg-sunken p-3 text-s wrap-anywhere whitespace-pre-wrap"
        >
          {letter.value === null ? t('empty') : pretty(letter.value)}
        </pre>
      </div>
    </div>
  );
}

/** JSON with a line for each field; anything else as it is. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}
