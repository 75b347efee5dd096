import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';

import { mainId } from '../../lib/routes.ts';

/** The first stop of the Tab key on every page. */
export async function SkipLink(): Promise<ReactNode> {
  const t = await getTranslations('shell');
  return (
    <a
      href={`#${mainId}`}
      className="fixed top-2 left-2 z-50 -translate-y-16 rounded-2 bg-ink px-4 py-2 font-semibold text-paper focus:translate-y-0"
    >
      {t('skip')}
    </a>
  );
}
