import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';

import { moveFocus } from '../lib/move-focus.ts';
import { Button } from './button.tsx';

/** Below a list that does not load on by itself: the next page, while there is one. */
export function MoreButton(props: {
  query: UseInfiniteQueryResult<unknown, unknown>;
  label: string;
}): ReactNode {
  const { query, label } = props;
  const pressed = useRef<{ list: Element; itemCount: number } | null>(null);
  useEffect(() => {
    if (query.hasNextPage || !pressed.current || document.activeElement !== document.body) return;
    // The last page has come, and the button has gone: who pressed it goes on from the first of what came.
    const { list, itemCount } = pressed.current;
    pressed.current = null;
    const first = list.children[itemCount];
    const target = first?.querySelector<HTMLElement>('article[tabindex]') ?? first;
    if (target instanceof HTMLElement) moveFocus(target);
  });
  if (!query.hasNextPage || query.isFetchNextPageError) return null;
  return (
    <p className="pt-4 text-center">
      <Button
        look="quiet"
        size="s"
        isBusy={query.isFetchingNextPage}
        onClick={({ currentTarget }) => {
          const list = currentTarget.closest('section, [role=dialog]')?.querySelector('ol, ul');
          pressed.current = list ? { list, itemCount: list.childElementCount } : null;
          void query.fetchNextPage();
        }}
      >
        {label}
      </Button>
    </p>
  );
}
