'use client';

import type { ModerationActionKind, ReportedSubject, ReportPage } from '@dailyfeed/contract/report';
import { type InfiniteData, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { useApi, useApiClient } from '../../lib/api.ts';
import { failureOf } from '../../lib/failure.ts';
import { toast } from '../../ui/toaster.tsx';
import { useCommentCache } from '../comment/comment-cache.ts';
import { removed } from '../comment/thread-tree.ts';
import { usePostCache } from '../post/post-cache.ts';

type Pages = InfiniteData<ReportPage, string | null>;

/** `version`: of the text that was seen. */
type Decision = { action: ModerationActionKind; note: string; version: number | null };

/**
 * Decides on what was reported: its row goes at once, and comes back, with why, when the decision did not arrive, or was
 * about a text that was edited meanwhile. What is not to be seen any more leaves the lists of this tab, too.
 */
export function useReportDecision(
  subject: ReportedSubject,
  onDecided: () => void,
): (decision: Decision) => void {
  const { kind, id } = subject;
  const t = useTranslations('moderation');
  const errorText = useErrorText();
  const queries = useQueryClient();
  const client = useApiClient();
  const posts = usePostCache();
  const comments = useCommentCache();
  const { report } = useApi().content;
  const { mutate } = useMutation({
    mutationFn: (decision: Decision) =>
      client.content.report.resolve.mutate({ kind, id, ...decision }),
    networkMode: 'always',
    onMutate: async () => {
      await queries.cancelQueries({ queryKey: report.list.pathKey() });
      const before = queries.getQueriesData<Pages>({ queryKey: report.list.pathKey() });
      queries.setQueriesData<Pages>(
        { queryKey: report.list.pathKey() },
        (pages) => pages && without(pages, subject),
      );
      return before;
    },
    onSuccess: ({ resolved }, { action }) => {
      toast.success(t(resolved === 0 ? 'decidedBefore' : `decided_${action}`));
      onDecided();
      if (action !== 'hide' && action !== 'remove') return;
      if (kind === 'post') posts.drop(id);
      else comments.change(id, (shown) => (shown.replyCount > 0 ? { ...shown, ...removed } : null));
    },
    onError: (error, _decision, before) => {
      for (const [key, pages] of before ?? []) queries.setQueryData(key, pages);
      const { code } = failureOf(error);
      const isChanged = code === 'POST_CHANGED' || code === 'COMMENT_CHANGED';
      toast.error(isChanged ? t('changed') : errorText(error));
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: report.pathKey() }),
  });
  return mutate;
}

function without(pages: Pages, { kind, id }: ReportedSubject): Pages {
  const isOther = ({ subject }: ReportPage['items'][number]): boolean =>
    subject.kind !== kind || subject.id !== id;
  return {
    ...pages,
    pages: pages.pages.map((page) => ({ ...page, items: page.items.filter(isOther) })),
  };
}
