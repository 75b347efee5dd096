'use client';

import type { PostImage } from '@dailyfeed/contract/image';
import { toImagePath } from '@dailyfeed/contract/image-path';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';

import { usePart } from '../../lib/part.ts';
import { cx } from '../../ui/cx.ts';
import { SiteImage } from '../../ui/site-image.tsx';
import { toPlaceholder } from './place.ts';
import { useLivingImages } from './use-living-images.ts';

const loadDialog = async () => (await import('./picture-dialog.tsx')).PictureDialog;

/** Between a tall phone and a panorama: beyond, the middle is shown and the dialog shows the rest. */
const ratioMin = 3 / 4;
const ratioMax = 2;

/** The pictures of a post in a place that is known before they come; each opens all of them, large. */
export function PostPictures(props: { postId: string; images: readonly PostImage[] }): ReactNode {
  const { images, renew } = useLivingImages(props.postId, props.images);
  const t = useTranslations('image');
  const { Part: PictureDialog, withPart } = usePart(loadDialog);
  const [open, setOpen] = useState<number>();
  const [only] = images;
  if (only === undefined) return null;
  const ratio =
    images.length === 1
      ? Math.min(ratioMax, Math.max(ratioMin, only.width / only.height))
      : images.length === 2
        ? 2
        : 3 / 2;
  return (
    <>
      <ul
        aria-label={t('pictures', { count: images.length })}
        style={{ aspectRatio: String(ratio), maxWidth: `calc(28rem * ${Math.max(ratio, 1)})` }}
        className={cx(
          'mt-2.5 grid w-full gap-0.5 overflow-hidden rounded-3 border border-line',
          images.length > 1 && 'grid-cols-2',
          images.length > 2 && 'grid-rows-2',
        )}
      >
        {images.map((image, index) => (
          <li
            key={image.id}
            className={cx('min-h-0 min-w-0', images.length === 3 && index === 0 && 'row-span-2')}
          >
            <button
              type="button"
              aria-haspopup="dialog"
              aria-label={nameOf(image, t('open', { number: index + 1, count: images.length }))}
              onClick={() => withPart(() => setOpen(index))}
              style={{ backgroundImage: `url("${toPlaceholder(image.blurhash)}")` }}
              className="block size-full bg-sunken bg-cover bg-center focus-visible:-outline-offset-4"
            >
              <SiteImage
                src={toImagePath(image, 'medium')}
                onRefused={renew}
                alt=""
                width={image.width}
                height={image.height}
                loading="lazy"
                decoding="async"
                className="size-full object-cover"
              />
            </button>
          </li>
        ))}
      </ul>
      {open !== undefined && PictureDialog && (
        <PictureDialog
          images={images}
          start={open}
          onRefused={renew}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  );
}

function nameOf(image: PostImage, action: string): string {
  return image.alt === '' ? action : `${image.alt}. ${action}`;
}
