import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { SignUpForm } from '../../../features/auth/sign-up-form.tsx';
import { safeNext } from '../../../lib/routes.ts';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth');
  return { title: t('signUpTitle'), robots: { index: false } };
}

export default async function SignUpPage({ searchParams }: PageProps<'/signup'>) {
  const { next } = await searchParams;
  return <SignUpForm next={safeNext(typeof next === 'string' ? next : undefined)} />;
}
