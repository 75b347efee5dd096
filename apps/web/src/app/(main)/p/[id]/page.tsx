import { CommentId } from '@dailyfeed/contract/comment';
import { toImagePath } from '@dailyfeed/contract/image-path';
import { type Post, PostId } from '@dailyfeed/contract/post';
import type { Metadata, ResolvingMetadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { notFound } from 'next/navigation';

import { excerptOf, loadPost } from '../../../../features/post/load-post.ts';
import { PostView } from '../../../../features/post/post-view.tsx';
import { PageHeader } from '../../../../features/shell/page-header.tsx';
import { siteCard } from '../../../../lib/card.ts';
import { getEnv } from '../../../../lib/env.ts';
import { routes } from '../../../../lib/routes.ts';
import { isLikelyMember } from '../../../../lib/server-reader.ts';

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ comment?: string | string[] }>;
};

export async function generateMetadata(
  { params }: Props,
  parent: ResolvingMetadata,
): Promise<Metadata> {
  const { id } = await params;
  const t = await getTranslations('post');
  const loaded = await loadPost(id);
  if (!loaded) {
    const title = (await isWorthAsking(id)) ? t('pageTitle') : t('notFoundTitle');
    return { title, robots: { index: false } };
  }
  const { author, text, contentWarning, createdAt, editedAt } = loaded.post;
  // Behind a warning a card shows no more than the page does.
  const shown = contentWarning ?? text;
  const title = t('excerptTitle', { name: author.displayName, excerpt: excerptOf(shown, 60) });
  const description = excerptOf(shown);
  const picture = pictureOf(loaded.post);
  return {
    title,
    description,
    alternates: { canonical: routes.post(id) },
    openGraph: {
      ...(await siteCard(parent)),
      ...(picture && { images: [picture] }),
      type: 'article',
      title,
      description,
      url: routes.post(id),
      publishedTime: createdAt,
      modifiedTime: editedAt ?? createdAt,
      authors: [routes.profile(author.handle)],
    },
    twitter: { card: picture ? 'summary_large_image' : 'summary', title, description },
  };
}

export default async function PostPage({ params, searchParams }: Props) {
  const { id } = await params;
  const commentId = CommentId.safeParse((await searchParams).comment).data;
  const t = await getTranslations('post');
  const loaded = await loadPost(id);
  if (!loaded && !(await isWorthAsking(id))) notFound();
  return (
    <div>
      <PageHeader title={t('pageTitle')} leading="back" />
      <PostView
        id={id}
        initialPost={loaded?.post}
        initialComments={loaded?.comments}
        commentId={commentId}
      />
    </div>
  );
}

/** The first picture, unless it is behind a warning. */
function pictureOf({ images: [image], contentWarning }: Post) {
  if (!image || contentWarning !== null) return undefined;
  const { width, height, alt } = image;
  const url = (getEnv().PUBLIC_IMAGE_URL ?? '') + toImagePath(image, 'large');
  return { url, width, height, alt };
}

/** What a visitor may not see a member perhaps may: the browser asks with its own session. */
async function isWorthAsking(id: string): Promise<boolean> {
  return PostId.safeParse(id).success && (await isLikelyMember());
}
