import type { ReactNode } from 'react';

import { mainId } from '../../lib/routes.ts';
import { BottomBar } from './bottom-bar.tsx';
import { LinkGuard } from './link-guard.tsx';
import { PhoneBar } from './phone-bar.tsx';
import { Rail } from './rail.tsx';
import { Shortcuts } from './shortcuts.tsx';
import { SideColumn } from './side-column.tsx';
import { SkipLink } from './skip-link.tsx';

/** The frame of every page but log-in: navigation left, content, side column; bars above and below on a phone. */
export function Shell({ children }: { children: ReactNode }): ReactNode {
  return (
    <>
      <SkipLink />
      <div className="mx-auto max-w-shell tablet:grid tablet:grid-cols-[64px_minmax(0,var(--feed-width))] tablet:justify-center tablet:gap-8 tablet:px-6 desk:grid-cols-[232px_minmax(0,var(--feed-width))_300px]">
        <Rail />
        <div className="flex min-h-dvh flex-col border-line bg-surface max-tablet:pb-[calc(54px+env(safe-area-inset-bottom))] tablet:border-x">
          <PhoneBar />
          <main id={mainId} tabIndex={-1} className="flex-1">
            {children}
          </main>
        </div>
        <SideColumn />
      </div>
      <BottomBar />
      <Shortcuts />
      <LinkGuard />
    </>
  );
}
