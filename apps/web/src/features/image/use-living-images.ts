'use client';

import type { PostImage } from '@dailyfeed/contract/image';
import { use, useRef, useState } from 'react';

import { ApiContext } from '../../lib/api.ts';

/**
 * The pictures of a post in a page that may have been open for longer than their tokens live. `renew`: one of them does
 * not come; asks for the post's new tokens, once for each that there were.
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
  const askedFor = useRef<readonly PostImage[]>(null);
  async function ask(): Promise<void> {
    if (!api || askedFor.current === images) return;
    askedFor.current = images;
    try {
      const post = await api.client.timeline.post.byId.query({ id: postId });
      setRenewed({ of: given, images: post.images });
    } catch {
      // The post is gone, or closed: its pictures stay what they are, a blur.
    }
  }
  return { images, renew: () => void ask() };
}
