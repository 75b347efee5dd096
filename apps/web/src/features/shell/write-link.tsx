'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ComponentProps, ReactNode } from 'react';

import { composerId, routes } from '../../lib/routes.ts';

/** Leads to the writing box: on the home page it only moves the focus there. */
export function WriteLink(props: Omit<ComponentProps<typeof Link>, 'href'>): ReactNode {
  const pathname = usePathname();
  return (
    <Link
      {...props}
      href={`${routes.home()}#${composerId}`}
      onClick={(event) => {
        if (pathname === routes.home() && focusComposer()) event.preventDefault();
      }}
    />
  );
}

/** False when the page has no writing box. */
export function focusComposer(): boolean {
  const composer = document.querySelector<HTMLElement>(`#${composerId}`);
  composer?.focus();
  return composer !== null;
}
