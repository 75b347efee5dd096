'use client';

import type { FollowListItem } from '@dailyfeed/contract/member';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef } from 'react';

import { Button } from '../../ui/button.tsx';
import { MemberRow } from '../profile/member-row.tsx';
import { useAnswer } from './use-answer.ts';

/** Someone who asks to follow, and the two answers; afterwards what was answered. */
export function RequestRow({ member }: { member: FollowListItem }): ReactNode {
  const t = useTranslations('connection');
  const { answer, sending, outcome } = useAnswer(member.id);
  const status = useRef<HTMLOutputElement>(null);
  // The buttons had the focus and are gone; from here the keyboard goes on to the next request.
  useEffect(() => {
    if (outcome && document.activeElement === document.body) status.current?.focus();
  }, [outcome]);

  const name = member.displayName;
  return (
    <MemberRow member={member}>
      {outcome ? (
        <output ref={status} tabIndex={-1} className="min-h-8.5 content-center text-s text-ink-2">
          {t(outcome)}
        </output>
      ) : (
        <div className="flex gap-2">
          <Button
            size="s"
            isBusy={sending === 'approve'}
            aria-label={t('approveName', { name })}
            onClick={() => answer('approve')}
          >
            {t('approve')}
          </Button>
          <Button
            size="s"
            look="quiet"
            isBusy={sending === 'decline'}
            aria-label={t('declineName', { name })}
            onClick={() => answer('decline')}
          >
            {t('decline')}
          </Button>
        </div>
      )}
    </MemberRow>
  );
}
