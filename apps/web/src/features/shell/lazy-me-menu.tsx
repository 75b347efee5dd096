'use client';

import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import type { ReactNode } from 'react';

import { withoutFail } from '../../lib/part.ts';
import { useReload } from '../../lib/use-reload.ts';
import { Button } from '../../ui/button.tsx';
import { MeSkeleton } from './me-skeleton.tsx';

/** The member's menu, which a visitor does not load. */
export const MeMenu = dynamic(
  withoutFail(() => import('./me-menu.tsx').then((module) => module.MeMenu), MissingMenu),
  { loading: MeSkeleton },
);

/** Where its script could not come. A sign instead of an icon, which every visitor would load. */
function MissingMenu(): ReactNode {
  const t = useTranslations('shell');
  return (
    <Button look="quiet" size="s" onClick={useReload()}>
      <span aria-hidden="true">↻</span>
      <span className="sr-only desk:not-sr-only">{t('menuMissing')}</span>
    </Button>
  );
}
