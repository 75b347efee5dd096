'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import type { PostImage } from '@dailyfeed/contract/image';
import { toImagePath } from '@dailyfeed/contract/image-path';
import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, type ReactNode, useState } from 'react';

import { IconButton } from '../../ui/icon-button.tsx';
import { SiteImage } from '../../ui/site-image.tsx';
import { toPlaceholder } from './place.ts';

/** The pictures of a post as large as the screen; arrow keys turn, Escape closes. */
export function PictureDialog(props: {
  images: readonly PostImage[];
  start: number;
  onRefused: () => void;
  onClose: () => void;
}): ReactNode {
  const { images, start, onClose } = props;
  const t = useTranslations('image');
  const ui = useTranslations('ui');
  const [index, setIndex] = useState(start);
  const image = images[index];
  const turn = (by: number): void =>
    setIndex((before) => Math.min(images.length - 1, Math.max(0, before + by)));

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'ArrowLeft') turn(-1);
    else if (event.key === 'ArrowRight') turn(1);
    else return;
    event.preventDefault();
  }

  if (!image) return null;
  return (
    <Base.Root
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.92)]" />
        <Base.Popup
          onKeyDown={onKeyDown}
          className="fixed inset-0 z-50 flex flex-col text-[#fff] outline-none"
        >
          <header className="flex items-center justify-between gap-4 p-2 ps-4">
            <Base.Title className="text-s font-semibold tabular-nums">
              {t('position', { number: index + 1, count: images.length })}
            </Base.Title>
            <Base.Close
              render={
                <IconButton
                  label={ui('close')}
                  className="text-[#fff] hover:bg-[rgb(255_255_255/0.18)] hover:text-[#fff]"
                />
              }
            >
              <X aria-hidden="true" className="size-5" />
            </Base.Close>
          </header>
          <div className="flex min-h-0 flex-1 items-center justify-center gap-1 px-1">
            {images.length > 1 && (
              <Turn label={t('previous')} isPossible={index > 0} onClick={() => turn(-1)}>
                <ChevronLeft aria-hidden="true" className="size-6" />
              </Turn>
            )}
            <SiteImage
              key={image.id}
              src={toImagePath(image, 'large')}
              onRefused={props.onRefused}
              alt={image.alt === '' ? t('unnamed') : image.alt}
              width={image.width}
              height={image.height}
              style={{ backgroundImage: `url("${toPlaceholder(image.blurhash)}")` }}
              className="h-auto max-h-full w-auto max-w-full min-w-0 flex-shrink bg-cover object-contain"
            />
            {images.length > 1 && (
              <Turn
                label={t('next')}
                isPossible={index < images.length - 1}
                onClick={() => turn(1)}
              >
                <ChevronRight aria-hidden="true" className="size-6" />
              </Turn>
            )}
          </div>
          <Base.Description
            dir="auto"
            className="max-h-32 overflow-y-auto px-4 py-3 text-center text-s whitespace-pre-wrap"
          >
            {image.alt}
          </Base.Description>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

function Turn(props: {
  label: string;
  isPossible: boolean;
  onClick: () => void;
  children: ReactNode;
}): ReactNode {
  return (
    <IconButton
      label={props.label}
      aria-disabled={!props.isPossible}
      onClick={props.onClick}
      className="text-[#fff] hover:bg-[rgb(255_255_255/0.18)] hover:text-[#fff] aria-disabled:opacity-30"
    >
      {props.children}
    </IconButton>
  );
}
