import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { CompleteLogIn } from '../../../../features/provider/complete-log-in.tsx';
import { safeNext } from '../../../../lib/routes.ts';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth');
  return { title: t('logInTitle'), robots: { index: false } };
}

export default async function CompletePage({ searchParams }: PageProps<'/login/complete'>) {
  const { next, new: isNew, reactivated } = await searchParams;
  return (
    <CompleteLogIn
      next={safeNext(typeof next === 'string' ? next : undefined)}
      isNew={isNew !== undefined}
      isReactivated={reactivated !== undefined}
    />
  );
}
