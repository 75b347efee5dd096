'use client';

import { Toast } from '@base-ui/react/toast';
import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';

import { cx } from './cx.ts';
import { IconButton } from './icon-button.tsx';
import type { ToastEntry, ToastQueue } from './toast-queue.ts';

type Manager = ReturnType<typeof Toast.createToastManager>;

/** Shows what the queue holds, and all that follows. */
export function ToastViewport({ queue }: { queue: ToastQueue }): ReactNode {
  const t = useTranslations('ui');
  const [manager] = useState(() => Toast.createToastManager());
  // After the provider below has begun to listen: the effects of what is inside run first.
  useEffect(() => queue.receive((entry) => show(manager, entry)), [queue, manager]);
  return (
    <Toast.Provider toastManager={manager}>
      <Toast.Portal>
        <Toast.Viewport
          aria-label={t('notifications')}
          className={cx(
            'fixed inset-x-4 bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-50 mx-auto flex max-w-form flex-col gap-2',
            'tablet:inset-x-auto tablet:end-6 tablet:bottom-6 tablet:w-form',
          )}
        >
          <Toasts />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function show(manager: Manager, { text, type, action }: ToastEntry): void {
  manager.add({
    // The same message again renews the one that is shown.
    id: `${type}:${text}`,
    title: text,
    type,
    priority: type === 'error' ? 'high' : 'low',
    timeout: type === 'error' ? 8000 : 4000,
    ...(action && { actionProps: { children: action.label, onClick: action.onPress } }),
  });
}

function Toasts(): ReactNode {
  const t = useTranslations('ui');
  const { toasts } = Toast.useToastManager();
  return toasts.map((entry) => (
    <Toast.Root
      key={entry.id}
      toast={entry}
      className={cx(
        'rounded-2 border border-line bg-raised shadow-2 transition-[opacity,translate] duration-(--calm) ease-calm',
        'data-ending-style:opacity-0 data-limited:hidden data-starting-style:translate-y-2 data-starting-style:opacity-0',
      )}
    >
      <Toast.Content className="flex items-center gap-3 py-2 ps-4 pe-2">
        {entry.type === 'error' ? (
          <CircleAlert aria-hidden="true" className="size-5 flex-none text-danger" />
        ) : (
          <CircleCheck aria-hidden="true" className="size-5 flex-none text-ok" />
        )}
        <Toast.Title className="min-w-0 flex-1 text-s" />
        <Toast.Action className="rounded-1 px-2 py-1 text-s font-[650] text-accent" />
        <Toast.Close render={<IconButton label={t('dismiss')} />}>
          <X aria-hidden="true" className="size-4" />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
