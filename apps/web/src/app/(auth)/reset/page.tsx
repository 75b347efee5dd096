import { LinkToken } from '@dailyfeed/contract/account';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { AskResetForm } from '../../../features/account/ask-reset-form.tsx';
import { BrokenLink } from '../../../features/account/broken-link.tsx';
import { linkMetadata } from '../../../features/account/link-metadata.ts';
import { SetPasswordForm } from '../../../features/account/set-password-form.tsx';

export async function generateMetadata({ searchParams }: PageProps<'/reset'>): Promise<Metadata> {
  const t = await getTranslations('account');
  const { token } = await searchParams;
  return linkMetadata(t(token === undefined ? 'askTitle' : 'setTitle'));
}

export default async function ResetPage({ searchParams }: PageProps<'/reset'>) {
  const { token } = await searchParams;
  if (token === undefined) return <AskResetForm />;
  const { data } = LinkToken.safeParse(token);
  return data === undefined ? <BrokenLink /> : <SetPasswordForm token={data} />;
}
