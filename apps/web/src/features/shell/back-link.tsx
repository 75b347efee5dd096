import { ArrowLeft } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';

/** Goes back within the site (`LinkGuard`); home for who came from elsewhere. */
export function BackLink(): ReactNode {
  const t = useTranslations('ui');
  return (
    <Link
      href={routes.home()}
      data-leads="back"
      aria-label={t('back')}
      title={t('back')}
      className="-ms-2 grid size-10 flex-none place-items-center rounded-full hover:bg-sunken"
    >
      <ArrowLeft aria-hidden="true" className="size-5" />
    </Link>
  );
}
