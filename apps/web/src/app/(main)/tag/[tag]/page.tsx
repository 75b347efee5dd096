import { Tag } from '@dailyfeed/contract/feed';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { notFound, redirect } from 'next/navigation';

import { loadTag } from '../../../../features/feed/load-feed.ts';
import { TagFeed } from '../../../../features/feed/tag-feed.tsx';
import { PageHeader } from '../../../../features/shell/page-header.tsx';
import { routes } from '../../../../lib/routes.ts';

type Props = { params: Promise<{ tag: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const tag = tagOf((await params).tag);
  const t = await getTranslations('feed');
  return {
    title: `#${tag}`,
    description: t('postsWith', { tag }),
    alternates: { canonical: routes.tag(tag) },
  };
}

export default async function TagPage({ params }: Props) {
  const segment = (await params).tag;
  const tag = tagOf(segment);
  if (decode(segment) !== tag) redirect(routes.tag(tag));
  return (
    <div>
      <PageHeader title={`#${tag}`} leading="back" />
      <TagFeed tag={tag} initial={await loadTag(tag)} />
    </div>
  );
}

/** What the tag is looked up by; what is no tag is no page. */
function tagOf(segment: string): string {
  const result = Tag.safeParse(decode(segment));
  if (!result.success) notFound();
  return result.data;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return notFound();
  }
}
