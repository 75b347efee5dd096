'use client';

import type { Post } from '@dailyfeed/contract/post';
import { useTranslations } from 'next-intl';

import { routes } from '../../lib/routes.ts';
import { toast } from '../../ui/toaster.tsx';

/** Ways to hand on the address of a post: the device's own sheet where fingers are used, else the clipboard. */
export function useShare(post: Pick<Post, 'id' | 'author'>): {
  share: () => Promise<void>;
  copyLink: () => Promise<void>;
} {
  const t = useTranslations('post');

  async function copyLink(): Promise<void> {
    const url = addressOf(post.id);
    try {
      await navigator.clipboard.writeText(url);
      toast.success(t('linkCopied'));
    } catch {
      toast.error(t('linkNotCopied', { url }));
    }
  }

  async function share(): Promise<void> {
    const isTouch = matchMedia('(pointer: coarse)').matches;
    if (!isTouch || !('share' in navigator)) return copyLink();
    try {
      await navigator.share({
        title: t('shareTitle', { name: post.author.displayName }),
        url: addressOf(post.id),
      });
    } catch (error) {
      // Closing the sheet is a choice, not a failure.
      if (!(error instanceof DOMException && error.name === 'AbortError')) return copyLink();
    }
  }

  return { share, copyLink };
}

function addressOf(id: string): string {
  return new URL(routes.post(id), location.origin).href;
}
