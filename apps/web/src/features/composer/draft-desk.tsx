'use client';

import type { Me } from '@dailyfeed/contract/member';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useMe } from '../../lib/session.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { focusComposer } from '../shell/write-link.tsx';
import { DraftDeskSkeleton } from './draft-desk-skeleton.tsx';
import { DraftList } from './draft-list.tsx';
import { PostForm } from './post-form.tsx';
import { usePostSubmission } from './use-post-submission.ts';

/** `/drafts`: the composer, and below it what may take its place. */
export function DraftDesk(): ReactNode {
  const me = useMe();
  return me ? <Desk me={me} /> : <DraftDeskSkeleton />;
}

function Desk({ me }: { me: Me }): ReactNode {
  const t = useTranslations('composer');
  const { flush, ...writing } = usePostSubmission(me);
  const goOn = (): void => {
    window.scrollTo({ top: 0 });
    focusComposer();
  };
  return (
    <>
      <div className="flex gap-3 border-b border-line px-4 py-4 transition-colors duration-(--fast) focus-within:bg-sunken/30 tablet:px-5">
        <Avatar member={me} />
        <PostForm {...writing} />
      </div>
      <section aria-label={t('drafts')} className="px-4 tablet:px-5">
        <DraftList submission={writing.submission} flush={flush} onChosen={goOn} />
      </section>
    </>
  );
}
