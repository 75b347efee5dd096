'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode, Ref } from 'react';

import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';

/** The last row of a list of comments: the way to those that follow. */
export function MoreRow(props: {
  level: 'comments' | 'replies';
  /** Why the last try failed. */
  problem: string | null;
  isBusy: boolean;
  onPress: () => void;
  buttonRef?: Ref<HTMLButtonElement>;
}): ReactNode {
  const { level, problem, isBusy, onPress, buttonRef } = props;
  const t = useTranslations('comment');
  const isTop = level === 'comments';
  return (
    <li className={cx(isTop ? 'p-4 text-center' : 'pt-2')}>
      {problem !== null && (
        <p role="alert" className="text-s text-danger">
          {problem}
        </p>
      )}
      <Button
        ref={buttonRef}
        look={isTop ? 'quiet' : 'ghost'}
        size="s"
        isBusy={isBusy}
        onClick={onPress}
      >
        {t(isTop ? 'more' : 'moreReplies')}
      </Button>
    </li>
  );
}
