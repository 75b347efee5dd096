import { LinkToken } from '@dailyfeed/contract/account';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { BrokenLink } from '../../../features/account/broken-link.tsx';
import { ConfirmLink } from '../../../features/account/confirm-link.tsx';
import { linkMetadata } from '../../../features/account/link-metadata.ts';

export async function generateMetadata({ searchParams }: PageProps<'/verify'>): Promise<Metadata> {
  const t = await getTranslations('account');
  const { change } = await searchParams;
  return linkMetadata(t(change === undefined ? 'verifyTitle' : 'confirmTitle'));
}

/** `token` proves an address, `change` agrees to move to another. */
export default async function VerifyPage({ searchParams }: PageProps<'/verify'>) {
  const { token, change } = await searchParams;
  const kind = change === undefined ? 'email' : 'change';
  const { data } = LinkToken.safeParse(change ?? token);
  return data === undefined ? <BrokenLink /> : <ConfirmLink kind={kind} token={data} />;
}
