import type { Identity } from '@dailyfeed/auth/identity';
import type { CommentWithPost } from '@dailyfeed/contract/comment';
import type { IndexedComment, IndexedMember, IndexedPost } from '@dailyfeed/contract/index-page';
import type { FollowListItem } from '@dailyfeed/contract/member';
import type { Page } from '@dailyfeed/contract/page';
import type { Post } from '@dailyfeed/contract/post';
import type { Trends } from '@dailyfeed/contract/search';
import type { Log } from '@dailyfeed/service-kit/log';
import type { Database, Transaction } from '@dailyfeed/service-kit/postgres';
import type { RedisStore } from '@dailyfeed/service-kit/redis-store';
import type { BaseContext } from '@dailyfeed/service-kit/trpc';

/** What this service is given. Its own storage arrives as a handle; what it does not own arrives as a port. */
export type Deps = {
  /** For what is written, and for the reader's own. */
  db: Database;
  /** For what everybody asks: the statements of one search, which are ended early. */
  startQuery(): Transaction;
  members: Members;
  content: Content;
  timeline: Timeline;
  /** Rankings that somebody pages through. */
  cache: Pick<RedisStore, 'ask'>;
  trends: Memory<Trends>;
  log: Log;
  now(): Date;
};

/** A list that is read from one end to the other. */
export type PageRequest = { cursor: string | null; limit: number };

export type Members = {
  /** Those of `ids` who are there, in any order; at most 200. */
  indexed(ids: readonly string[]): Promise<IndexedMember[]>;
  /** Those of `ids` whom the reader may meet, as they see them in a list; in the order asked for, at most 100. */
  listItems(identity: Identity, ids: readonly string[]): Promise<FollowListItem[]>;
  /** Those of `ids`, at most 200, whose words the reader may read; null: somebody without an account. */
  readableIds(readerId: string | null, ids: readonly string[]): Promise<string[]>;
  /** Everybody who is there, by id. */
  page(request: PageRequest): Promise<Page<IndexedMember>>;
};

export type Content = {
  /** All living posts and comments, by id. */
  posts(request: PageRequest): Promise<Page<IndexedPost>>;
  comments(request: PageRequest): Promise<Page<IndexedComment>>;
};

/** Who decides what a reader sees. */
export type Timeline = {
  /** Those of `ids` that the reader sees, at most 100; of the muted only what one opened author wrote. */
  visiblePosts(identity: Identity, asked: Asked): Promise<Post[]>;
  visibleComments(identity: Identity, asked: Asked): Promise<CommentWithPost[]>;
};
export type Asked = { ids: readonly string[]; openedAuthorId: string | null };

/** One answer that is made anew at times, for everybody. */
export type Memory<T> = { get(make: () => Promise<T>): Promise<T> };

export type Context = BaseContext & Deps;
