import type { RankedPost } from './ranked-post.ts';

/** As often as rankings are fixed for all. */
const keptForMs = 60_000;

type Remembered = { at: Date; posts: Promise<RankedPost[]> };

/** Rankings of this process, for when there are none for all. */
export type RankingMemory = {
  /** The ranking `name` of the last minute, else the one `make` gives; who asks meanwhile waits for the same one. */
  recall(
    name: string,
    now: Date,
    make: () => Promise<RankedPost[]>,
  ): Promise<{ at: Date; posts: RankedPost[] }>;
};

export function createRankingMemory(): RankingMemory {
  const remembered = new Map<string, Remembered>();
  return {
    recall: async (name, now, make) => {
      const known = remembered.get(name);
      const isFresh = known !== undefined && now.getTime() - known.at.getTime() < keptForMs;
      const ranking = isFresh ? known : { at: now, posts: make() };
      remembered.set(name, ranking);
      const forget = (): void => {
        if (remembered.get(name) === ranking) remembered.delete(name);
      };
      try {
        const posts = await ranking.posts;
        // A site's first posts are not waited for; and to find none costs next to nothing.
        if (posts.length === 0) forget();
        return { at: ranking.at, posts };
      } catch (error) {
        forget();
        throw error;
      }
    },
  };
}
