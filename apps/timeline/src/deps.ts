import type { ImageTokens } from '@dailyfeed/auth/image-token';
import type { FollowIdsPage, MemberSummary } from '@dailyfeed/contract/member';
import type { HiddenIds } from '@dailyfeed/contract/relation';
import type { Failpoints } from '@dailyfeed/events/failpoint';
import type { Views } from '@dailyfeed/events/views';
import type { RedisStore } from '@dailyfeed/service-kit/redis-store';
import type { BaseContext } from '@dailyfeed/service-kit/trpc';

import type { RankedPost } from './db/ranked-post.ts';
import type { RankingMemory } from './db/ranking-memory.ts';
import type { ContentReader } from './db/reader.ts';
import type { RequestReaders } from './db/recent-writer.ts';
import type { GraphMemory } from './domain/graph-memory.ts';
import type { Loads } from './domain/loads.ts';
import type { Visitors } from './domain/visitor.ts';

/** What the member service answers about people. */
export type Members = {
  /** Those of `ids` who exist and are not disabled, in any order. */
  summaries(ids: readonly string[]): Promise<MemberSummary[]>;
  /** One side of the follow graph, up to 1,000 ids a page. */
  followIds(args: {
    memberId: string;
    side: 'followers' | 'followings';
    cursor: string | null;
  }): Promise<FollowIdsPage>;
  /** Whom a member is not to meet. */
  hiddenIds(memberId: string): Promise<HiddenIds>;
};

/** The member service behind a memory of a minute. */
export type RememberedMembers = Members & {
  /** Makes the next read ask about this member anew; what is being loaded this moment is not remembered. */
  forgetSummary(memberId: string): Promise<void>;
};

/** What this service is given. */
export type Deps = {
  /** For jobs and consumers; a request is given its own. */
  db: ContentReader;
  readerOf: RequestReaders;
  /** The same database, for what nobody waits for. */
  jobDb: ContentReader;
  rankingMemory: RankingMemory;
  /** Of readers' own. */
  ownRankings: Loads<RankedPost[]>;
  /** Home timelines, versions of the follow graph. */
  state: RedisStore;
  /** What can be asked for again: summaries, followings, who is hidden from whom. */
  cache: RedisStore;
  members: RememberedMembers;
  /** In front of `cache`, for what each page of a feed needs. */
  memory: {
    following: GraphMemory<ReadonlySet<string>>;
    hidden: GraphMemory<HiddenIds>;
    /** Followed authors who are not fanned out. */
    merged: GraphMemory<readonly string[]>;
  };
  views: Pick<Views, 'note'>;
  visitors: Visitors;
  /** Opens images of those who are not public, for readers who may see them. */
  imageTokens: Pick<ImageTokens, 'sign'>;
  /** Authors with more followers than this are merged at read. */
  fanOutFollowerMax: number;
  /** Begins the names of what is kept for everybody: empty but where several sites share a Redis. */
  namespace: string;
  now(): Date;
  failpoint?: Failpoints | undefined;
};

export type Context = BaseContext & Deps;
