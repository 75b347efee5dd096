import { HomeFeed } from '../../features/feed/home-feed.tsx';
import { loadPopular, loadRecent } from '../../features/feed/load-feed.ts';

export default async function HomePage() {
  const popular = await loadPopular();
  const isEmpty = popular !== undefined && popular.items.length === 0;
  const recent = isEmpty ? await loadRecent() : undefined;
  return <HomeFeed initialPopular={popular} initialRecent={recent} />;
}
