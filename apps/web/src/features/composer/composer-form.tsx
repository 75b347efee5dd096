'use client';

import { TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, type Ref, useId, useState } from 'react';

import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { AddPictures } from './add-pictures.tsx';
import { AttachmentList } from './attachment-list.tsx';
import { GrowingTextArea } from './text-area.tsx';
import type { Attachments } from './use-attachments.ts';
import { useFileDrop } from './use-file-drop.ts';
import type { Submission } from './use-submission.ts';
import { WarningField } from './warning-field.tsx';

/** Where a text is written and sent: the field, what is wrong, what is left, the button. */
export function ComposerForm(props: {
  submission: Submission;
  /** Of the field, where something points at it. */
  id?: string;
  label: string;
  placeholder: string;
  action: string;
  minRows?: 1 | 3;
  size?: 'm' | 'l';
  areaRef?: Ref<HTMLTextAreaElement>;
  /** While it is sent the text shows elsewhere, e.g. as the comment it will be. */
  isPendingShownElsewhere?: boolean;
  onCancel?: () => void;
  /** The text may stand under a content warning. */
  hasWarning?: boolean;
  /** The pictures that go with the text. */
  attachments?: Attachments;
  /** What is said of a draft, where it is not simply kept. */
  kept?: string;
  /** Beside what is said of the draft. */
  children?: ReactNode;
}): ReactNode {
  const { submission, attachments, hasWarning = false } = props;
  const isWaiting = (attachments?.pending.length ?? 0) > 0;
  const image = useTranslations('image');
  const t = useTranslations('composer');
  const ui = useTranslations('ui');
  const ownId = useId();
  const id = props.id ?? ownId;
  const statusId = `${id}-status`;
  // A small one opens with the first letter; the large one is always open, so that writing moves nothing.
  const isOpen = props.size === 'l' || submission.text !== '' || props.onCancel !== undefined;
  // Escape throws away nothing that was typed.
  const canEscape = !submission.isKept && !submission.isPending;
  const [isWarningWanted, setWarningWanted] = useState(false);
  const isWarned = hasWarning && (isWarningWanted || submission.warning !== '');
  function submit(): void {
    if (isWaiting) return;
    // One that was left empty goes with the text.
    setWarningWanted(false);
    submission.submit();
  }
  const focusText = (): void => document.getElementById(id)?.focus();
  const { isOver, handlers } = useFileDrop(attachments, submission);
  const isPendingElsewhere = props.isPendingShownElsewhere === true && submission.isPending;
  return (
    <form
      className={cx(
        'min-w-0 flex-1',
        isOver && 'rounded-2 outline-2 outline-offset-4 outline-accent outline-dashed',
      )}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      {...handlers}
    >
      <GrowingTextArea
        {...(props.areaRef && { ref: props.areaRef })}
        id={id}
        label={props.label}
        placeholder={props.placeholder}
        value={isPendingElsewhere ? '' : submission.text}
        isReadOnly={submission.isPending}
        isInvalid={submission.failure !== null || submission.left < 0}
        describedBy={statusId}
        minRows={props.minRows ?? 1}
        size={props.size ?? 'm'}
        onChange={submission.setText}
        onSubmit={submit}
        onEscape={canEscape ? props.onCancel : undefined}
      />
      {attachments && (
        <AttachmentList
          attachments={attachments}
          isReadOnly={submission.isPending}
          onEmptied={focusText}
        />
      )}
      {isWarned && (
        <WarningField
          submission={submission}
          startsFocused={isWarningWanted}
          onRemove={() => {
            setWarningWanted(false);
            focusText();
          }}
          onDone={focusText}
          onSubmit={submit}
        />
      )}
      <p role="alert" className="mt-1 text-s text-danger empty:hidden">
        {submission.failure}
      </p>
      <div
        className={cx(
          'mt-1 flex min-h-10 flex-wrap items-center justify-end gap-x-1 gap-y-2',
          !isOpen && 'hidden',
        )}
      >
        <p
          id={statusId}
          className={cx(
            'text-xs text-ink-3 empty:hidden',
            // A sentence; what else is said is short, and leaves the button beside it on a phone, too.
            isWaiting ? 'basis-full' : 'min-w-18 flex-1',
          )}
        >
          {!isPendingElsewhere &&
            (isOver ? (
              image('dropHere')
            ) : isWaiting ? (
              image('notReady')
            ) : (
              <Status submission={submission} kept={props.kept ?? t('kept')} />
            ))}
        </p>
        {attachments && (
          <AddPictures
            isDisabled={attachments.isFull || submission.isPending}
            onFiles={attachments.add}
          />
        )}
        {hasWarning && !isWarned && (
          <IconButton label={t('warningAdd')} onClick={() => setWarningWanted(true)}>
            <TriangleAlert aria-hidden="true" className="size-4.5" />
          </IconButton>
        )}
        {props.children}
        {props.onCancel && (
          <Button look="ghost" size="s" onClick={props.onCancel}>
            {ui('cancel')}
          </Button>
        )}
        <Button
          type="submit"
          size={props.size === 'l' ? 'm' : 's'}
          title={t('hint')}
          disabled={(!submission.canSubmit || isWaiting) && !submission.isPending}
          isBusy={submission.isPending}
        >
          {props.action}
        </Button>
      </div>
    </form>
  );
}

const leftShownMax = 100;

function Status({ submission, kept }: { submission: Submission; kept: string }): ReactNode {
  const t = useTranslations('composer');
  if (submission.isPending) return t('sending');
  if (submission.left < 0) {
    return (
      <span className="font-semibold text-danger">{t('over', { count: -submission.left })}</span>
    );
  }
  if (submission.left <= leftShownMax) return t('left', { count: submission.left });
  return submission.isKept ? kept : null;
}
