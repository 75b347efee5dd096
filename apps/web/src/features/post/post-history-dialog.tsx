'use client';

import type { PostVersion } from '@dailyfeed/contract/post';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi } from '../../lib/api.ts';
import { retryPages } from '../../lib/retry-pages.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { MoreButton } from '../../ui/more-button.tsx';
import { ExactTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ErrorState } from '../../ui/state.tsx';
import { RichText } from './rich-text.tsx';
import { Warned } from './warned.tsx';

const pageSize = 20;

/** Every text a post has had, the one in force first. */
export function PostHistoryDialog(props: {
  postId: string;
  isOpen: boolean;
  onClose: () => void;
}): ReactNode {
  const { postId, isOpen, onClose } = props;
  const t = useTranslations('post');
  const query = useInfiniteQuery(
    useApi().content.post.history.infiniteQueryOptions(
      { id: postId, limit: pageSize },
      // Looked at anew each time it opens.
      { getNextPageParam: (page) => page.nextCursor, enabled: isOpen, staleTime: 0 },
    ),
  );
  const versions = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(willBeOpen) => {
        if (!willBeOpen) onClose();
      }}
      title={t('historyTitle')}
    >
      <ol>
        {versions.map((each, index) => (
          <Version key={each.version} postId={postId} version={each} isInForce={index === 0} />
        ))}
      </ol>
      {query.isPending && <Skeleton className="h-24 w-full" />}
      {query.isError && (
        <ErrorState
          error={query.error}
          onRetry={() => retryPages(query)}
          isRetrying={query.isFetching}
        />
      )}
      <MoreButton query={query} label={t('historyMore')} />
    </Dialog>
  );
}

function Version(props: { postId: string; version: PostVersion; isInForce: boolean }): ReactNode {
  const { postId, version, isInForce } = props;
  const t = useTranslations('post');
  return (
    <li className="border-b border-line py-4 first:pt-0 last:border-0 last:pb-0">
      <p className="flex flex-wrap gap-x-2 text-s text-ink-3">
        <b className="text-ink-2">
          {isInForce ? t('historyNow') : t('historyVersion', { version: version.version })}
        </b>
        <ExactTime time={version.writtenAt} />
      </p>
      <Warned warning={version.contentWarning} name={`${postId} ${version.version}`}>
        <p dir="auto" className="mt-1.5 max-w-text whitespace-pre-wrap">
          <RichText text={version.text} entities={version.entities} />
        </p>
      </Warned>
    </li>
  );
}
