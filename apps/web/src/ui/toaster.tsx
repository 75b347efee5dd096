'use client';

import { type ComponentType, type ReactNode, useEffect, useState } from 'react';

import { createToastQueue, type ToastEntry, type ToastQueue } from './toast-queue.ts';

const queue = createToastQueue();

type ToastOptions = Pick<ToastEntry, 'action'>;

/**
 * Says in passing what happened, from anywhere in the browser. An error waits longer and is read out at once.
 * Nothing that the reader must not miss belongs here alone.
 */
export const toast = {
  success: (text: string, options?: ToastOptions) =>
    queue.add({ text, type: 'success', ...options }),
  error: (text: string, options?: ToastOptions) => queue.add({ text, type: 'error', ...options }),
};

/** Where toasts show: once, in the root layout. */
export function Toaster(): ReactNode {
  const [Viewport, setViewport] = useState<ComponentType<{ queue: ToastQueue }> | null>(null);
  useEffect(() => {
    const load = (): void => {
      import('./toast-viewport.tsx').then(
        ({ ToastViewport }) => setViewport(() => ToastViewport),
        () => undefined,
      );
    };
    const stop = queue.onWaiting(load);
    // Who only reads is told nothing. It comes with the first press, to be there when the network is not.
    window.addEventListener('click', load, { once: true });
    return () => {
      stop();
      window.removeEventListener('click', load);
    };
  }, []);
  return Viewport && <Viewport queue={queue} />;
}
