import 'server-only';
import type { ResolvingMetadata } from 'next';

/** What each page's Open Graph card has of the site's own, which a page that names its own card would else lose. */
export async function siteCard(parent: ResolvingMetadata) {
  const { openGraph } = await parent;
  return {
    siteName: openGraph?.siteName ?? '',
    locale: openGraph?.locale ?? '',
    images: openGraph?.images ?? [],
  };
}
