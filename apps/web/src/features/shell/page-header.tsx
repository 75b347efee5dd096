import type { ReactNode } from 'react';

import { BackLink } from './back-link.tsx';

export type PageHeaderProps = {
  /** The page's one `h1`. */
  title: string;
  /** Second line, small: a count, a handle. */
  note?: string;
  /** `hidden` keeps the heading for those who listen, where tabs already say where one is. */
  heading?: 'shown' | 'hidden';
  /** `back` leads to where the reader came from. */
  leading?: 'back' | 'none';
  /** At the end of the title's line. */
  action?: ReactNode;
  /** Below the title: tabs. */
  children?: ReactNode;
};

/** The bar that stays at the top of a page while it is read. */
export function PageHeader(props: PageHeaderProps): ReactNode {
  const { title, note, heading = 'shown', leading = 'none', action, children } = props;
  return (
    <div className="sticky top-0 z-10 border-b border-line bg-glass">
      {heading === 'hidden' ? (
        <h1 className="sr-only">{title}</h1>
      ) : (
        <div className="flex min-h-13 items-center gap-1 px-4 tablet:px-5">
          {leading === 'back' && <BackLink />}
          <div className="min-w-0 leading-tight">
            <h1 className="truncate text-l font-bold">{title}</h1>
            {note && <p className="truncate text-s text-ink-3">{note}</p>}
          </div>
          {action && <div className="ms-auto -me-2">{action}</div>}
        </div>
      )}
      {children}
    </div>
  );
}
