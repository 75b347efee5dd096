'use client';

import type { FollowListItem } from '@dailyfeed/contract/member';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef } from 'react';

import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { MemberRow } from '../profile/member-row.tsx';
import { useAnswer } from './use-answer.ts';

/** Someone who asks to follow, and the two answers; afterwards what was answered. */
export function RequestRow({ member }: { member: FollowListItem }): ReactNode {
  const t = useTranslations('connection');
  const { answer, sending, outcome } = useAnswer(member.id);
  const box = useRef<HTMLDivElement>(null);
  const status = useRef<HTMLOutputElement>(null);
  // The pressed button is gone; from what stands in its place the keyboard goes on to the next request.
  useEffect(() => {
    if (outcome && box.current?.contains(document.activeElement)) status.current?.focus();
  }, [outcome]);

  const name = member.displayName;
  return (
    <MemberRow member={member}>
      <div ref={box} className="grid">
        {/* They keep their place when they are gone, so that nothing moves under the hand. */}
        <div className={cx('col-start-1 row-start-1 flex gap-2', outcome && 'invisible')}>
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
        {outcome && (
          <output
            ref={status}
            tabIndex={-1}
            className="col-start-1 row-start-1 content-center rounded-1 px-2 text-end text-s text-ink-2"
          >
            {t(outcome)}
          </output>
        )}
      </div>
    </MemberRow>
  );
}
