import { getTranslations } from 'next-intl/server';

import { PostNotFound } from '../../../../features/post/post-not-found.tsx';
import { PageHeader } from '../../../../features/shell/page-header.tsx';

export default async function PostNotFoundPage() {
  const t = await getTranslations('post');
  return (
    <div>
      <PageHeader title={t('pageTitle')} leading="back" />
      <PostNotFound />
    </div>
  );
}
