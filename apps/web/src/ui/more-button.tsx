import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { Button } from './button.tsx';

/** Below a list that does not load on by itself: the next page, while there is one. */
export function MoreButton(props: {
  query: UseInfiniteQueryResult<unknown, unknown>;
  label: string;
}): ReactNode {
  const { query, label } = props;
  if (!query.hasNextPage || query.isFetchNextPageError) return null;
  return (
    <p className="pt-4 text-center">
      <Button
        look="quiet"
        size="s"
        isBusy={query.isFetchingNextPage}
        onClick={() => void query.fetchNextPage()}
      >
        {label}
      </Button>
    </p>
  );
}
