import type { EventOf } from '@dailyfeed/contract/events';
import type { FollowIdsPage, MemberSummary, Relationship } from '@dailyfeed/contract/member';
import type { HiddenIds } from '@dailyfeed/contract/relation';
import type { ScreenInput, ScreenState } from '@dailyfeed/contract/screening';
import type { Signal } from '@dailyfeed/contract/signal';
import type { LetterFacts } from '@dailyfeed/events/dead-letter';
import type { DeadLetters } from '@dailyfeed/events/dead-letters';
import type { ParkOutcome, ResendOutcome } from '@dailyfeed/events/resend';
import type { BaseContext } from '@dailyfeed/service-kit/trpc';

import type { ActivityDatabase } from './db/client.ts';
import type { Screen } from './domain/screening-match.ts';

/** What the member service answers about people. */
export type Members = {
  /** Those of `ids` who are there, in any order, however many these are. */
  summaries(ids: readonly string[]): Promise<MemberSummary[]>;
  /** Who has these handles; unknown ones are left out. */
  idsByHandle(handles: readonly string[]): Promise<string[]>;
  /** Whom a member follows; one page holds everyone, since nobody follows more than 1,000. */
  followings(memberId: string): Promise<FollowIdsPage>;
  /** Of `ids`, however many, those whose words `readerId` may read. */
  readableIds(readerId: string, ids: readonly string[]): Promise<string[]>;
  /** How readers stand to others, in the order of the pairs, however many these are. */
  relationships(
    pairs: readonly Pick<Relationship, 'readerId' | 'memberId'>[],
  ): Promise<Relationship[]>;
  /** Whom a member is not to meet. */
  hiddenIds(memberId: string): Promise<HiddenIds>;
};

/** What the content service does on what it is told of its texts. */
export type Content = {
  screen(input: ScreenInput): Promise<ScreenState['state']>;
};

/** What a member's open pages are told to fetch. Best effort: pages also ask of their own accord. */
export type Signals = {
  notify(memberId: string): void;
  /** Calls back with each signal; the result ends that. */
  listen(memberId: string, listener: (signal: Signal) => void): () => void;
};

/** The rest of what an event asks for, to be done as a message of its own. */
export type Parts = {
  /** `number` counts the event's parts from 0. */
  leave(event: EventOf<'post.created'>, part: { name: string; number: number }): Promise<void>;
};

/** A dead letter as it is kept, without what it says. */
export type KeptLetter = LetterFacts;

/** The dead letters of all services, for the admins who deal with them. */
export type DeadLetterDesk = Pick<DeadLetters, 'list' | 'find' | 'summarize'> & {
  resend(id: string, actorId: string): Promise<ResendOutcome>;
  park(id: string, actorId: string): Promise<ParkOutcome>;
};

/** What this service is given. */
export type Deps = {
  db: ActivityDatabase;
  members: Members;
  content: Content;
  /** Checks a text against the operator's lists. */
  screen: Screen;
  signals: Signals;
  parts: Parts;
  deadLetters: DeadLetterDesk;
  /** What is counted before it is heard of has to be counted again: for so long a stream waits to hear. */
  listenMs: number;
  now(): Date;
};

export type Context = BaseContext & Deps;
