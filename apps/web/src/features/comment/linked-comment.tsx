'use client';

import type { CommentThread, LinkedComment as Linked } from '@dailyfeed/contract/comment';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef } from 'react';

import { failureOf } from '../../lib/failure.ts';
import { QueryError } from '../../ui/state.tsx';
import { CommentSkeletons } from './comment-skeletons.tsx';
import { commentElementId } from './ids.ts';

/** The comment somebody was led to, in its thread, above the conversation, where it is found at once. */
export function LinkedComment(props: {
  postId: string;
  id: string;
  query: UseQueryResult<Linked, unknown>;
  renderComment: (comment: CommentThread) => ReactNode;
}): ReactNode {
  const { postId, id, query, renderComment } = props;
  const t = useTranslations('comment');
  const section = useRef<HTMLElement>(null);
  const isLoaded = query.data !== undefined;
  useEffect(() => {
    if (!isLoaded) return;
    const comment = section.current?.querySelector<HTMLElement>(`#${commentElementId(id)}`);
    comment?.scrollIntoView({ block: 'center' });
    comment?.focus({ preventScroll: true });
  }, [id, isLoaded]);

  // What was kept from an earlier visit may be gone by now.
  const isGone =
    (query.isError && failureOf(query.error).code.endsWith('_NOT_FOUND')) ||
    (query.data !== undefined && query.data.postId !== postId);
  if (isGone) {
    return (
      <output className="block border-b border-line px-4 py-4 text-ink-2 tablet:px-5">
        {t('linkedGone')}
      </output>
    );
  }
  if (query.data) {
    return (
      <section ref={section} aria-label={t('linked')} className="border-b-8 border-sunken">
        <h2 className="px-4 pt-4 text-s font-semibold text-ink-2 tablet:px-5">{t('linked')}</h2>
        <ol>{renderComment(query.data.thread)}</ol>
      </section>
    );
  }
  if (query.isPending) return <CommentSkeletons />;
  return <QueryError query={query} />;
}
