'use client';

import type { PostImage } from '@dailyfeed/contract/image';
import { toImagePath } from '@dailyfeed/contract/image-path';
import type { Post } from '@dailyfeed/contract/post';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { EyeOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { SiteImage } from '../../ui/site-image.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { QueryError } from '../../ui/state.tsx';
import { ListEnd } from '../feed/list-edge.tsx';
import { InPlaceOfPosts, postsId } from '../feed/skip-to-posts.tsx';
import type { PagesOf } from '../post/post-cache.ts';
import { toPlaceholder } from './place.ts';
import { useLivingImages } from './use-living-images.ts';

const gridClass = 'grid grid-cols-3 gap-0.5 p-0.5 tablet:gap-1 tablet:p-1';

/** The pictures of a list of posts as squares, newest first; each leads to its post. */
export function PictureGrid<P extends Post>(props: {
  query: UseInfiniteQueryResult<PagesOf<P>, unknown>;
  label: string;
  empty: ReactNode;
}): ReactNode {
  const { query, label, empty } = props;
  const { data } = query;
  if (!data) {
    return (
      <InPlaceOfPosts>
        {query.isError ? <QueryError query={query} /> : <GridSkeleton />}
      </InPlaceOfPosts>
    );
  }
  const posts = data.pages.flatMap((page) => page.items);
  if (posts.length === 0 && !query.hasNextPage) return <InPlaceOfPosts>{empty}</InPlaceOfPosts>;
  return (
    <section id={postsId} tabIndex={-1} aria-label={label} className="outline-none">
      <ul className={gridClass}>
        {posts.flatMap((post) =>
          post.images.map((image) => (
            <li key={image.id} className="aspect-square min-w-0">
              <Square post={post} image={image} />
            </li>
          )),
        )}
      </ul>
      <ListEnd query={query} />
    </section>
  );
}

/** What carries a warning is shown as a blur here: the warning is read at the post. */
function Square({ post, image: given }: { post: Post; image: PostImage }): ReactNode {
  const { images, renew } = useLivingImages(post.id, post.images);
  const image = images.find(({ id }) => id === given.id) ?? given;
  const t = useTranslations('image');
  const { contentWarning: warning } = post;
  const name = warning === null ? image.alt || t('unnamed') : t('warned', { warning });
  return (
    <Link
      href={routes.post(post.id)}
      prefetch={false}
      aria-label={name}
      style={{ backgroundImage: `url("${toPlaceholder(image.blurhash)}")` }}
      className="group relative block size-full overflow-hidden bg-sunken bg-cover bg-center focus-visible:-outline-offset-4"
    >
      {warning === null ? (
        <SiteImage
          src={toImagePath(image, 'small')}
          onRefused={renew}
          alt=""
          width={image.width}
          height={image.height}
          loading="lazy"
          decoding="async"
          className="size-full object-cover transition-opacity duration-(--fast) group-hover:opacity-90"
        />
      ) : (
        <span className="absolute inset-0 grid place-items-center bg-[rgb(0_0_0/0.45)] text-[#fff]">
          <EyeOff aria-hidden="true" className="size-6" />
        </span>
      )}
    </Link>
  );
}

function GridSkeleton(): ReactNode {
  const t = useTranslations('ui');
  return (
    <div className={gridClass}>
      <output className="sr-only">{t('loading')}</output>
      {Array.from({ length: 9 }, (_, index) => (
        <Skeleton key={index} className="aspect-square" />
      ))}
    </div>
  );
}
