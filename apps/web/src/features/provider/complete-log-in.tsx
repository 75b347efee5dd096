'use client';

import type { Me } from '@dailyfeed/contract/member';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { routes } from '../../lib/routes.ts';
import { buttonClass } from '../../ui/button-class.ts';
import { Button } from '../../ui/button.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { Outcome } from '../account/outcome.tsx';
import { AuthHeading } from '../auth/auth-form.tsx';
import { type Arrival, useCompletion } from './use-completion.ts';

/** Takes over the session that a provider's answer has left in the browser, and leads on. */
export function CompleteLogIn(props: Arrival): ReactNode {
  const t = useTranslations('provider');
  const errorText = useErrorText();
  const completion = useCompletion(props);
  switch (completion.state) {
    case 'failed':
      return (
        <Outcome title={t('failedTitle')} text={errorText(completion.failure)}>
          <div className="flex flex-wrap gap-3">
            <Button className="min-h-11" onClick={completion.retry}>
              {t('retry')}
            </Button>
            <Link
              href={routes.logIn(props.next)}
              className={`${buttonClass({ look: 'quiet' })} min-h-11`}
            >
              {t('toLogIn')}
            </Link>
          </div>
        </Outcome>
      );
    case 'welcome':
      return <Welcome me={completion.me} next={props.next} />;
    case 'working':
      return (
        <>
          <AuthHeading title={t('completing')} intro={t('completingText')} />
          <output className="block text-ink-3">
            <Spinner />
          </output>
        </>
      );
  }
}

/** Tells a member the handle they were given, and where to choose another. */
function Welcome({ me, next }: { me: Me; next: string }): ReactNode {
  const t = useTranslations('provider');
  return (
    <Outcome title={t('welcomeTitle', { name: me.displayName })} text={t('welcomeText')}>
      <p className="-mt-3 mb-7 text-l font-bold wrap-anywhere">@{me.handle}</p>
      <div className="flex flex-wrap gap-3">
        <Link href={next} className={`${buttonClass()} min-h-11`}>
          {t('goOn')}
        </Link>
        <Link
          href={routes.profileSettings()}
          className={`${buttonClass({ look: 'quiet' })} min-h-11`}
        >
          {t('changeHandle')}
        </Link>
      </div>
    </Outcome>
  );
}
