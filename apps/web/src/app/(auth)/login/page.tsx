import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { LogInForm } from '../../../features/auth/log-in-form.tsx';
import { safeNext } from '../../../lib/routes.ts';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth');
  return { title: t('logInTitle'), robots: { index: false } };
}

export default async function LogInPage({ searchParams }: PageProps<'/login'>) {
  const { next } = await searchParams;
  return <LogInForm next={safeNext(typeof next === 'string' ? next : undefined)} />;
}
