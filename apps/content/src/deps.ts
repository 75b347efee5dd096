import type { ContentDatabase, ContentTransaction } from '@dailyfeed/content-store/client';
import type { ImageShape } from '@dailyfeed/contract/image';
import type { MemberSummary, Visibility } from '@dailyfeed/contract/member';
import type { NewEvent } from '@dailyfeed/events/new-event';
import type { BaseContext } from '@dailyfeed/service-kit/trpc';
import type { Turns } from '@dailyfeed/service-kit/turn';

/** What this service is given. Its own storage arrives as a handle; what it does not own arrives as a port. */
export type Deps = {
  db: ContentDatabase;
  events: Events;
  members: Members;
  images: Images;
  recentWriters: RecentWriters;
  turns: Turns;
  limits: WriteLimits;
  now(): Date;
};

export type RecentWriters = {
  /** Makes readers look where writes go, for a while: a replica may not have them yet. Never rejects. */
  mark(memberId: string): Promise<void>;
};

/** What is limited, and how often a member may do it within an hour. */
export type WriteKind = 'post' | 'comment' | 'edit' | 'like' | 'report';
export type WriteLimits = Readonly<Record<WriteKind, number>>;

export type Members = {
  /**
   * Of `authorIds`, those whose words the member may not read: gone, not open to them, or with a block between the two.
   * None while that cannot be learned.
   */
  hiddenAmong(memberId: string, authorIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Who has the handles, at most 50; unknown ones are left out. Undefined while that cannot be learned. */
  idsByHandle(handles: readonly string[]): Promise<ReadonlyMap<string, string> | undefined>;
  /** Who may see what the member writes; null while that cannot be learned. */
  visibilityOf(memberId: string): Promise<Visibility | null>;
  /** Those of `ids` who are there; none while that cannot be learned. */
  summaries(ids: readonly string[]): Promise<ReadonlyMap<string, MemberSummary>>;
  /** Whether someone, null without an account, may read what the author wrote. Rejects while that cannot be learned. */
  canRead(readerId: string | null, authorId: string): Promise<boolean>;
};

export type ImageClaim = { memberId: string; ownerId: string; ids: string[] };
export type Images = {
  /** Makes images of the member a post's. Rejects for what is not theirs, and while the image service is away. */
  claim(claim: ImageClaim): Promise<ImageShape[]>;
  /** Takes a claim back that came to nothing. Rejects while the image service is away, which sweeps it then. */
  release(claim: ImageClaim): Promise<void>;
};

export type Events = {
  /**
   * Writes the event into the outbox, in the transaction of its fact and behind the lock on its subject's row; `at` says
   * when it happened, where that was not now.
   */
  record(tx: ContentTransaction, event: NewEvent, at?: Date): Promise<void>;
  /** Tells the relay, after the commit, that there is something to send. */
  wake(): void;
};

export type Context = BaseContext & Deps;
