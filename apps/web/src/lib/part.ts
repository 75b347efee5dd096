'use client';

import { useTranslations } from 'next-intl';
import { type ComponentType, lazy, type LazyExoticComponent, useState } from 'react';

import { toast } from '../ui/toaster.tsx';

/**
 * A part of a page that most readers never ask for: its script comes with the first press that needs it, by `load`.
 * `Part`: null until then. `withPart` runs what needs it once it is there; where it cannot come, it says so, the page
 * stays as it is, and the next press tries again.
 */
export function usePart<Props>(load: () => Promise<ComponentType<Props>>): {
  Part: ComponentType<Props> | null;
  withPart: (action: (loaded: ComponentType<Props>) => void) => void;
} {
  const t = useTranslations('error');
  const [Part, setPart] = useState<ComponentType<Props> | null>(null);
  const fail = (): void => toast.error(t(navigator.onLine ? 'NETWORK' : 'OFFLINE'));
  const withPart = (action: (loaded: ComponentType<Props>) => void): void => {
    if (Part) return action(Part);
    load().then((loaded) => {
      // A function would be taken for what makes the next state.
      setPart(() => loaded);
      action(loaded);
    }, fail);
  };
  return { Part, withPart };
}

/**
 * A part that a page shows by itself; where its script cannot come, the page goes on without it until it is loaded
 * anew.
 */
export function optionalPart<Props>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => ({ default: await withoutFail(load)() }));
}

/**
 * The same for one that is `dynamic`, so that a page that the server renders with it asks for its script in its first
 * lines. `Instead` stands in its place where that cannot come.
 */
export function withoutFail<Props>(
  load: () => Promise<ComponentType<Props>>,
  Instead: ComponentType<Props> = () => null,
): () => Promise<ComponentType<Props>> {
  return () => load().catch(() => Instead);
}
