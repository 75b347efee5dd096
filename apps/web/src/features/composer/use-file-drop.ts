'use client';

import { useTranslations } from 'next-intl';
import { type ClipboardEvent, type DragEvent, useEffect, useState } from 'react';

import { toast } from '../../ui/toaster.tsx';
import type { Attachments } from './use-attachments.ts';
import type { Submission } from './use-submission.ts';

/**
 * Takes pictures that are dropped on a form, or pasted into it, and says why it takes no others. Beside the form a file
 * is dropped to no effect: the browser would open it in place of the page, and of what is being written.
 */
export function useFileDrop(
  attachments: Attachments | undefined,
  { isPending }: Pick<Submission, 'isPending'>,
) {
  const t = useTranslations('image');
  const errorSays = useTranslations('error');
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const keepPage = (event: globalThis.DragEvent): void => {
      if (event.dataTransfer && hasFiles(event.dataTransfer)) event.preventDefault();
    };
    window.addEventListener('dragover', keepPage);
    window.addEventListener('drop', keepPage);
    return () => {
      window.removeEventListener('dragover', keepPage);
      window.removeEventListener('drop', keepPage);
    };
  }, []);

  function take(data: DataTransfer): void {
    const files = [...data.files];
    const pictures = files.filter((file) => file.type.startsWith('image/'));
    if (!attachments) return toast.error(t('dropNowhere'));
    // They would go neither with what is on its way nor with what comes after it.
    if (isPending) return toast.error(t('notWhileSending'));
    if (pictures.length < files.length) toast.error(errorSays('IMAGE_TYPE_UNSUPPORTED'));
    if (pictures.length > 0) attachments.add(pictures);
  }

  return {
    /** Pictures are held over the form. */
    isOver: isOver && attachments !== undefined && !isPending,
    handlers: {
      onPaste: (event: ClipboardEvent): void => {
        const data = event.clipboardData;
        // What was copied from a document comes as words and as a picture of them: the words are meant.
        if (!attachments || data.files.length === 0 || data.types.includes('text/plain')) return;
        event.preventDefault();
        take(data);
      },
      onDragOver: (event: DragEvent): void => {
        if (hasFiles(event.dataTransfer)) setOver(true);
      },
      onDragLeave: (event: DragEvent): void => {
        const to = event.relatedTarget;
        if (!(to instanceof Node && event.currentTarget.contains(to))) setOver(false);
      },
      onDrop: (event: DragEvent): void => {
        setOver(false);
        if (!hasFiles(event.dataTransfer)) return;
        event.preventDefault();
        take(event.dataTransfer);
      },
    },
  };
}

function hasFiles(data: DataTransfer): boolean {
  return data.types.includes('Files');
}
