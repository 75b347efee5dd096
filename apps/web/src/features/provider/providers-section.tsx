'use client';

import type { Providers } from '@dailyfeed/contract/provider';
import { useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';

import { ProviderFailure } from './provider-choice.tsx';
import { ProviderRow } from './provider-row.tsx';

export type LinkOutcome = {
  /** The provider that has just been linked, or the code of what went wrong. */
  linked: string | undefined;
  error: string | undefined;
};

/** The accounts elsewhere by which the member logs in. */
export function ProvidersSection(props: { ways: Providers; outcome: LinkOutcome }): ReactNode {
  const { ways, outcome } = props;
  const t = useTranslations('provider');
  const titleId = useId();
  const linked = ways.mine?.linked ?? [];
  const justLinked = linked.find(({ id }) => id === outcome.linked);
  const hasPassword = ways.acceptsPassword && ways.mine?.hasPassword === true;
  if (ways.external.length === 0) return null;
  return (
    <section aria-labelledby={titleId} className="border-b border-line px-4 py-6 tablet:px-5">
      <h2 id={titleId} className="font-bold">
        {t('title')}
      </h2>
      <p className="mt-0.5 mb-4 max-w-text text-s text-ink-3">{t('text')}</p>
      <ProviderFailure code={outcome.error} />
      {justLinked && (
        <output className="mb-4 block rounded-2 bg-sunken px-3.5 py-2.5 text-s">
          {t('linkedNow', { name: justLinked.name })}
        </output>
      )}
      <ul className="grid max-w-form gap-4">
        {ways.external.map((provider) => (
          <ProviderRow
            key={provider.id}
            provider={provider}
            linked={linked.find(({ id }) => id === provider.id)}
            isOnlyWay={!hasPassword && linked.length === 1}
            only={t(ways.acceptsPassword ? 'onlyWay' : 'onlyWayClosed')}
          />
        ))}
      </ul>
    </section>
  );
}
