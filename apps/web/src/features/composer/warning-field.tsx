'use client';

import { TriangleAlert, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef } from 'react';

import { IconButton } from '../../ui/icon-button.tsx';
import { submitOnShortcut } from './submit-on-shortcut.ts';
import type { Submission } from './use-submission.ts';

/** A line that readers are told before the text. */
export function WarningField(props: {
  submission: Submission;
  /** It was asked for just now: the cursor goes there. */
  startsFocused: boolean;
  onRemove: () => void;
  /** It is written to the end. */
  onDone: () => void;
  onSubmit: () => void;
}): ReactNode {
  const { submission, startsFocused, onRemove, onDone, onSubmit } = props;
  const t = useTranslations('composer');
  const { warning, setWarning, isPending } = submission;
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (startsFocused) field.current?.focus();
  }, [startsFocused]);
  return (
    <div className="mt-1 flex items-center gap-2 rounded-2 border border-line-strong ps-3 focus-within:border-focus focus-within:outline-2 focus-within:outline-focus">
      <TriangleAlert aria-hidden="true" className="size-4 flex-none text-ink-3" />
      <input
        ref={field}
        dir="auto"
        aria-label={t('warningLabel')}
        placeholder={t('warningPlaceholder')}
        value={warning}
        maxLength={100}
        readOnly={isPending}
        onChange={(event) => setWarning(event.target.value)}
        onKeyDown={(event) => {
          if (submitOnShortcut(event, onSubmit) || event.key !== 'Enter') return;
          // In a line of a form it would send all of it.
          event.preventDefault();
          if (!event.nativeEvent.isComposing) onDone();
        }}
        className="h-10 w-full min-w-0 bg-transparent text-s outline-none placeholder:text-ink-3 pointer-coarse:text-body"
      />
      <IconButton
        label={t('warningRemove')}
        disabled={isPending}
        onClick={() => {
          setWarning('');
          onRemove();
        }}
      >
        <X aria-hidden="true" className="size-4" />
      </IconButton>
    </div>
  );
}
