import { FollowingSort } from '@dailyfeed/contract/feed';

import { HomeFeed } from '../../features/feed/home-feed.tsx';
import { loadPopular, loadRecent } from '../../features/feed/load-feed.ts';

type Props = { searchParams: Promise<{ sort?: string | string[] }> };

export default async function HomePage({ searchParams }: Props) {
  // An address with another order is as good as one without.
  const sort = FollowingSort.catch('newest').parse((await searchParams).sort);
  const popular = await loadPopular();
  const isEmpty = popular !== undefined && popular.items.length === 0;
  const recent = isEmpty ? await loadRecent() : undefined;
  return <HomeFeed sort={sort} initialPopular={popular} initialRecent={recent} />;
}
