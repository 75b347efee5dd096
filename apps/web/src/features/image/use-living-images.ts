'use client';

import type { PostImage } from '@dailyfeed/contract/image';
import { use, useState } from 'react';

import { ApiContext } from '../../lib/api.ts';
import { useRenewal } from './use-renewal.ts';

/**
 * The pictures of a post in a page that may have been open for longer than their tokens live. `renew`: one of them does
 * not come; asks for the post's new tokens.
 */
export function useLivingImages(
  postId: string,
  given: readonly PostImage[],
): { images: readonly PostImage[]; renew: () => void } {
  const api = use(ApiContext);
  const [renewed, setRenewed] = useState<{
    of: readonly PostImage[];
    images: readonly PostImage[];
  }>();
  const images = renewed?.of === given ? renewed.images : given;
  async function ask(): Promise<void> {
    if (!api) return;
    try {
      const post = await api.client.timeline.post.byId.query({ id: postId });
      setRenewed({ of: given, images: post.images });
    } catch {
      // The post is gone, or closed: its pictures stay what they are, a blur.
    }
  }
  return { images, renew: useRenewal(ask) };
}
