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

/** Where there is no such event: by then a page is usually at rest. */
const restMs = 2000;

/**
 * Where toasts show: once, in the root layout. It comes before it is needed, to be there when the network is not: for
 * who only reads, and is told nothing, with the first press; for who acts as soon as the page is at rest.
 */
export function Toaster({ reader }: { reader: 'acts' | 'reads' }): ReactNode {
  const [Viewport, setViewport] = useState<ComponentType<{ queue: ToastQueue }> | null>(null);
  useEffect(() => {
    const load = (): void => {
      import('./toast-viewport.tsx').then(
        ({ ToastViewport }) => setViewport(() => ToastViewport),
        () => undefined,
      );
    };
    const stop = queue.onWaiting(load);
    window.addEventListener('click', load, { once: true });
    const end = reader === 'acts' ? atRest(load) : undefined;
    return () => {
      stop();
      window.removeEventListener('click', load);
      end?.();
    };
  }, [reader]);
  return Viewport && <Viewport queue={queue} />;
}

function atRest(work: () => void): () => void {
  // Safari has none.
  if ('requestIdleCallback' in window) {
    const idle = window.requestIdleCallback(work);
    return () => window.cancelIdleCallback(idle);
  }
  const timer = setTimeout(work, restMs);
  return () => clearTimeout(timer);
}
