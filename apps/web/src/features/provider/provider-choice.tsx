'use client';

import { isErrorCode } from '@dailyfeed/contract/errors';
import type { Provider } from '@dailyfeed/contract/provider';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { buttonClass } from '../../ui/button-class.ts';
import { FailureNote } from '../../ui/field-form.tsx';

/** The ways in beside the form. */
export function ProviderChoice(props: { external: Provider[]; next: string }): ReactNode {
  const t = useTranslations('provider');
  if (props.external.length === 0) return null;
  return (
    <>
      <p className="my-5 flex items-center gap-3 text-s text-ink-3" aria-hidden="true">
        <span className="h-px flex-1 bg-line" />
        {t('or')}
        <span className="h-px flex-1 bg-line" />
      </p>
      <ProviderLinks {...props} />
    </>
  );
}

/** Leads to the log-in page of each. Links: they leave the site, and work before any script has come. */
export function ProviderLinks(props: { external: Provider[]; next: string }): ReactNode {
  const t = useTranslations('provider');
  return (
    <div className="grid gap-3">
      {props.external.map(({ id, name }) => (
        <a
          key={id}
          href={routes.providerStart(id, props.next)}
          className={`${buttonClass({ look: 'quiet' })} min-h-11`}
        >
          {t('continueWith', { name })}
        </a>
      ))}
    </div>
  );
}

/** Why an attempt elsewhere came to nothing. The code stands in the address: only known ones are said. */
export function ProviderFailure({ code }: { code: string | undefined }): ReactNode {
  const t = useTranslations('error');
  if (!isErrorCode(code)) return null;
  return (
    <FailureNote role="alert" className="mb-5">
      {t(code === 'INTERNAL' ? 'INTERNAL_PLAIN' : code)}
    </FailureNote>
  );
}
