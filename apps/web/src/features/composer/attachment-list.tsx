'use client';

import { altTextMax } from '@dailyfeed/contract/image';
import { RotateCw, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useRef } from 'react';

import { IconButton } from '../../ui/icon-button.tsx';
import { UploadProgress } from '../image/upload-progress.tsx';
import type { Attachments, PendingPicture } from './use-attachments.ts';

/** The pictures of what is being written, each with its description; those on their way with how far they are. */
export function AttachmentList(props: {
  attachments: Attachments;
  isReadOnly: boolean;
  /** Where the focus goes when the last one is taken out. */
  onEmptied: () => void;
}): ReactNode {
  const { attachments, isReadOnly, onEmptied } = props;
  const list = useRef<HTMLUListElement>(null);
  const t = useTranslations('image');
  const { images, pending } = attachments;
  if (images.length + pending.length === 0) return null;
  // The button that was pressed goes with its row: the focus goes on to the next row's, or the last one's.
  function leave(row: HTMLLIElement | null, remove: () => void): void {
    const rows = [...(list.current?.children ?? [])];
    const next = row?.nextElementSibling ?? row?.previousElementSibling;
    remove();
    const button = next?.querySelector<HTMLElement>('button:last-of-type');
    if (rows.length > 1 && button) button.focus();
    else onEmptied();
  }
  return (
    <>
      <ul ref={list} className="mt-2 grid gap-2">
        {images.map(({ id, alt }, index) => (
          <li key={id} className="flex items-start gap-2">
            <Preview src={attachments.previewOf(id)} />
            <textarea
              dir="auto"
              rows={2}
              aria-label={t('altLabel', { number: index + 1 })}
              placeholder={t('altPlaceholder')}
              value={alt}
              maxLength={altTextMax}
              readOnly={isReadOnly}
              onChange={(event) => attachments.describe(id, event.target.value)}
              className="h-16 w-full min-w-0 resize-none rounded-2 border border-line-strong bg-transparent px-3 py-2 text-s placeholder:text-ink-3 pointer-coarse:text-body"
            />
            <IconButton
              label={t('remove', { number: index + 1 })}
              disabled={isReadOnly}
              onClick={(event) =>
                leave(event.currentTarget.closest('li'), () => attachments.remove(id))
              }
            >
              <X aria-hidden="true" className="size-4.5" />
            </IconButton>
          </li>
        ))}
        {pending.map((picture) => (
          <PendingRow
            key={picture.key}
            picture={picture}
            attachments={attachments}
            onCancel={(row) => leave(row, () => attachments.drop(picture.key))}
          />
        ))}
      </ul>
      {images.some(({ alt }) => alt.trim() === '') && (
        <p className="mt-1 text-xs text-ink-3">{t('altAsk')}</p>
      )}
    </>
  );
}

function PendingRow(props: {
  picture: PendingPicture;
  attachments: Attachments;
  onCancel: (row: HTMLLIElement | null) => void;
}): ReactNode {
  const { picture, attachments, onCancel } = props;
  const t = useTranslations('image');
  return (
    <li className="flex items-center gap-2">
      <Preview src={picture.preview} />
      <div className="min-w-0 flex-1 text-s">
        {picture.failure === null ? (
          <UploadProgress share={picture.share} />
        ) : (
          <p role="alert" className="text-danger">
            {picture.failure}
          </p>
        )}
      </div>
      {picture.failure !== null && (
        <IconButton label={t('retry')} onClick={() => attachments.retry(picture.key)}>
          <RotateCw aria-hidden="true" className="size-4.5" />
        </IconButton>
      )}
      <IconButton
        label={t('cancel')}
        onClick={(event) => onCancel(event.currentTarget.closest('li'))}
      >
        <X aria-hidden="true" className="size-4.5" />
      </IconButton>
    </li>
  );
}

function Preview({ src }: { src: string | undefined }): ReactNode {
  return (
    <span className="size-16 flex-none overflow-hidden rounded-2 border border-line bg-sunken">
      {src !== undefined && <img src={src} alt="" className="size-full object-cover" />}
    </span>
  );
}
