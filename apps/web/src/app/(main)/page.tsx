import { HomeFeed } from '../../features/feed/home-feed.tsx';
import { loadRecent } from '../../features/feed/load-recent.ts';

export default async function HomePage() {
  return <HomeFeed initialRecent={await loadRecent()} />;
}
