'use client';

import { ImagePlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useRef } from 'react';

import { IconButton } from '../../ui/icon-button.tsx';
import { acceptedImages } from '../image/accepted-images.ts';

/** Opens the choice of files. */
export function AddPictures(props: {
  isDisabled: boolean;
  onFiles: (files: File[]) => void;
}): ReactNode {
  const t = useTranslations('image');
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={acceptedImages}
        multiple
        hidden
        onChange={({ currentTarget }) => {
          props.onFiles([...(currentTarget.files ?? [])]);
          // The same file may be chosen again.
          currentTarget.value = '';
        }}
      />
      <IconButton
        label={t('add')}
        disabled={props.isDisabled}
        onClick={() => input.current?.click()}
      >
        <ImagePlus aria-hidden="true" className="size-4.5" />
      </IconButton>
    </>
  );
}
