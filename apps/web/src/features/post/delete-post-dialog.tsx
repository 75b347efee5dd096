'use client';

import type { Post } from '@dailyfeed/contract/post';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { usePathname, useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';

import { useApi } from '../../lib/api.ts';
import { routes } from '../../lib/routes.ts';
import { useRemovalFailure } from '../../lib/use-removal-failure.ts';
import { AlertDialog } from '../../ui/dialog.tsx';
import { toast } from '../../ui/toaster.tsx';
import { useOutdateExcerpts } from '../activity/use-outdate-excerpts.ts';
import { postsId } from '../feed/skip-to-posts.tsx';
import { usePostCache } from './post-cache.ts';

export type PostDialogProps = { post: Post; isOpen: boolean; onClose: () => void };

export function DeletePostDialog({ post, isOpen, onClose }: PostDialogProps): ReactNode {
  const t = useTranslations('post');
  const posts = usePostCache();
  const outdateExcerpts = useOutdateExcerpts();
  const router = useRouter();
  const pathname = usePathname();
  const [neighbour, setNeighbour] = useState<HTMLElement | null>(null);

  function finish(): void {
    setNeighbour(neighbourOf(post.id));
    toast.success(t('deleted'));
    onClose();
    // Its own page has nothing left to show; in a list only the post goes.
    if (pathname === routes.post(post.id)) router.replace(routes.home());
    posts.drop(post.id);
    outdateExcerpts();
  }

  const { mutate, isPending } = useMutation(
    useApi().content.post.delete.mutationOptions({
      onSuccess: finish,
      onError: useRemovalFailure('POST_NOT_FOUND', finish),
    }),
  );

  return (
    <AlertDialog
      isOpen={isOpen}
      onOpenChange={(willBeOpen) => {
        if (!willBeOpen && !isPending) onClose();
      }}
      title={t('deleteTitle')}
      description={t('deleteText')}
      action={t('deleteConfirm')}
      onAction={() => mutate({ id: post.id })}
      isBusy={isPending}
      finalFocus={() => neighbour}
    />
  );
}

/** Where a list is read on when one of its posts goes: the next one, or else the one before, or the list. */
function neighbourOf(id: string): HTMLElement | null {
  const list = document.querySelector<HTMLElement>(`#${postsId}`);
  const item = list?.querySelector(`[data-item="${CSS.escape(id)}"]`);
  const beside = item?.nextElementSibling ?? item?.previousElementSibling;
  return beside?.querySelector('article') ?? list;
}
