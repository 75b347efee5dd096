'use client';

import { AlertDialog as BaseAlert } from '@base-ui/react/alert-dialog';
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode, RefObject } from 'react';

import { Button } from './button.tsx';
import { cx } from './cx.ts';
import { IconButton } from './icon-button.tsx';

export type DialogProps = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  /** Where the focus goes when it opens; without it, to the cross. */
  initialFocus?: RefObject<HTMLElement | null>;
  children: ReactNode;
};

/** A window over the page; Escape, the cross and a press outside close it. */
export function Dialog(props: DialogProps): ReactNode {
  const { isOpen, onOpenChange, title, initialFocus, children } = props;
  const t = useTranslations('ui');
  return (
    <Base.Root open={isOpen} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={backdrop} />
        <Base.Popup initialFocus={initialFocus} className={cx(popup, 'tablet:w-xl')}>
          <header className="flex items-center justify-between gap-4 border-b border-line py-2 ps-5 pe-3">
            <Base.Title className="text-m font-bold">{title}</Base.Title>
            <Base.Close render={<IconButton label={t('close')} />}>
              <X aria-hidden="true" className="size-5" />
            </Base.Close>
          </header>
          <div className="overflow-y-auto overscroll-contain p-5">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** The last line of a form in a `Dialog`: the way back, then what the form does. */
export function DialogActions({ children }: { children: ReactNode }): ReactNode {
  const t = useTranslations('ui');
  return (
    <div className="flex flex-wrap justify-end gap-2">
      <Base.Close render={<Button look="ghost" />}>{t('cancel')}</Base.Close>
      {children}
    </div>
  );
}

export type AlertDialogProps = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  /** What will happen, and whether it can be undone. */
  description: string;
  /** The verb of the action: "Delete". */
  action: string;
  onAction: () => void;
  isBusy?: boolean;
  /** Where the focus goes when it closes; null: where it came from. */
  finalFocus?: () => HTMLElement | null;
};

/** Asks before something that cannot be undone. The action does not close it: the caller does, once it has worked. */
export function AlertDialog(props: AlertDialogProps): ReactNode {
  const t = useTranslations('ui');
  return (
    <BaseAlert.Root open={props.isOpen} onOpenChange={props.onOpenChange}>
      <BaseAlert.Portal>
        <BaseAlert.Backdrop className={backdrop} />
        <BaseAlert.Popup
          finalFocus={props.finalFocus}
          className={cx(popup, 'gap-2 p-5 tablet:w-form')}
        >
          <BaseAlert.Title className="text-l font-bold">{props.title}</BaseAlert.Title>
          <BaseAlert.Description className="text-ink-2">{props.description}</BaseAlert.Description>
          <div className="mt-4 flex justify-end gap-2">
            <BaseAlert.Close render={<Button look="ghost" />}>{t('cancel')}</BaseAlert.Close>
            <Button look="danger" isBusy={props.isBusy ?? false} onClick={props.onAction}>
              {props.action}
            </Button>
          </div>
        </BaseAlert.Popup>
      </BaseAlert.Portal>
    </BaseAlert.Root>
  );
}

const backdrop = cx(
  'fixed inset-0 z-40 bg-(--shade) transition-opacity duration-(--calm)',
  'data-ending-style:opacity-0 data-starting-style:opacity-0',
);

const popup = cx(
  'fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] -translate-1/2 flex-col',
  'overflow-hidden rounded-3 border border-line bg-raised text-ink shadow-2',
  'transition-[scale,opacity] duration-(--fast) ease-calm',
  'data-ending-style:scale-98 data-ending-style:opacity-0',
  'data-starting-style:scale-98 data-starting-style:opacity-0',
);
