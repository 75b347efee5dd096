import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { SignUpForm } from '../../../features/auth/sign-up-form.tsx';
import { loadProviders } from '../../../features/provider/load-providers.ts';
import { ProvidersOnly } from '../../../features/provider/providers-only.tsx';
import { safeNext } from '../../../lib/routes.ts';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth');
  return { title: t('signUpTitle'), robots: { index: false } };
}

export default async function SignUpPage({ searchParams }: PageProps<'/signup'>) {
  const { next, error } = await searchParams;
  const { acceptsPassword, external } = await loadProviders();
  const props = {
    next: safeNext(typeof next === 'string' ? next : undefined),
    error: typeof error === 'string' ? error : undefined,
    external,
  };
  return acceptsPassword ? <SignUpForm {...props} /> : <ProvidersOnly page="signUp" {...props} />;
}
