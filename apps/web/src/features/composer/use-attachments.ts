'use client';

import { imageBytesMax, imagesPerPostMax } from '@dailyfeed/contract/image';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useRef, useState } from 'react';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { useApi, useUploadImage } from '../../lib/api.ts';
import { newUuid } from '../../lib/new-uuid.ts';
import { toast } from '../../ui/toaster.tsx';
import { useObjectUrls } from '../image/use-object-urls.ts';
import type { DraftImage } from './draft.ts';
import { createPictureOrder } from './picture-order.ts';
import type { Submission } from './use-submission.ts';

/** A picture that is on its way, or that has not got there. */
export type PendingPicture = {
  key: string;
  preview: string | undefined;
  /** 0 to 1; at 1 the server is converting it. */
  share: number;
  failure: string | null;
};

type Running = { file: File; cancel: AbortController; hasFailed: boolean };

export type Attachments = {
  /** Those that have been uploaded, in the order they were chosen in. */
  images: readonly DraftImage[];
  pending: readonly PendingPicture[];
  /** What shows an uploaded one; undefined until it is known. */
  previewOf: (id: string) => string | undefined;
  /** Opens an image of one's own, public or not. */
  tokenOf: (id: string) => string | null;
  add: (files: readonly File[]) => void;
  describe: (id: string, alt: string) => void;
  remove: (id: string) => void;
  /** Cancels one that is on its way. */
  drop: (key: string) => void;
  retry: (key: string) => void;
  isFull: boolean;
};

/** The pictures of a text that is being written: uploaded at once, each by itself, and kept with the draft. */
export function useAttachments(submission: Pick<Submission, 'draft' | 'setDraft'>): Attachments {
  const { draft, setDraft } = submission;
  const { images } = draft;
  const t = useTranslations('image');
  const errorSays = useTranslations('error');
  const errorText = useErrorText();
  const uploadImage = useUploadImage();
  const urls = useObjectUrls();
  const [pending, setPending] = useState<PendingPicture[]>([]);
  const running = useRef(new Map<string, Running>());
  const [order] = useState(createPictureOrder);
  const mine = useMine(images);

  const sayCancelled = useEffectEvent(() => toast.error(t('leftUploading')));
  // Who leaves the page cancels what is on its way, and hears of it.
  useEffect(() => {
    const { current } = running;
    return () => {
      const left = [...current.values()];
      for (const { cancel } of left) cancel.abort();
      if (left.some(({ hasFailed }) => !hasFailed)) sayCancelled();
    };
  }, []);

  const patch = (key: string, change: Partial<PendingPicture>): void =>
    setPending((before) =>
      before.map((each) => (each.key === key ? { ...each, ...change } : each)),
    );
  const forget = (key: string): void => {
    running.current.delete(key);
    setPending((before) => before.filter((each) => each.key !== key));
  };

  function fail(key: string, failure: string): void {
    const entry = running.current.get(key);
    if (entry) entry.hasFailed = true;
    patch(key, { failure });
  }

  async function upload(key: string, file: File): Promise<void> {
    const cancel = new AbortController();
    running.current.set(key, { file, cancel, hasFailed: false });
    patch(key, { share: 0, failure: null });
    try {
      if (file.size > imageBytesMax) return fail(key, errorSays('IMAGE_TOO_LARGE'));
      const image = await uploadImage(file, {
        signal: cancel.signal,
        onProgress: (share) => patch(key, { share }),
      });
      urls.rename(key, image.id);
      setDraft((before) => ({
        ...before,
        images: order.insert(before.images, { id: image.id, alt: '' }, key),
      }));
      forget(key);
    } catch (error) {
      if (!cancel.signal.aborted) fail(key, errorText(error));
    }
  }

  return {
    images,
    pending,
    isFull: images.length + pending.length >= imagesPerPostMax,
    previewOf: (id) => urls.get(id) ?? mine.previewOf(id),
    tokenOf: mine.tokenOf,
    add: (files) => {
      const room = imagesPerPostMax - images.length - pending.length;
      if (files.length > room) toast.error(t('addLimit'));
      const taken = files.slice(0, Math.max(0, room)).map((file) => {
        const key = newUuid();
        order.choose(key);
        return { key, file, preview: urls.add(key, file) };
      });
      setPending((before) => [
        ...before,
        ...taken.map(({ key, preview }) => ({ key, preview, share: 0, failure: null })),
      ]);
      for (const { key, file } of taken) void upload(key, file);
    },
    describe: (id, alt) =>
      setDraft((before) => ({
        ...before,
        images: before.images.map((image) => (image.id === id ? { ...image, alt } : image)),
      })),
    // Taken out it is nobody's, and swept; a draft saved elsewhere may have it still.
    remove: (id) =>
      setDraft((before) => ({
        ...before,
        images: before.images.filter((image) => image.id !== id),
      })),
    drop: (key) => {
      running.current.get(key)?.cancel.abort();
      forget(key);
    },
    retry: (key) => {
      const file = running.current.get(key)?.file;
      if (file) void upload(key, file);
    },
  };
}

/** What the service knows of uploaded pictures: after a reload, or from another device, there is no file to show. */
function useMine(images: readonly DraftImage[]) {
  const api = useApi();
  const ids = images.map(({ id }) => id);
  const { data = [] } = useQuery(
    api.image.image.mine.queryOptions(
      { ids },
      { enabled: ids.length > 0, staleTime: 600_000, placeholderData: (before) => before },
    ),
  );
  const tokenOf = (id: string): string | null =>
    data.find((image) => image.id === id)?.token ?? null;
  return {
    tokenOf,
    previewOf: (id: string) => {
      const token = tokenOf(id);
      return token === null ? undefined : `/api/image/${id}/small?token=${token}`;
    },
  };
}
