import { type ActorName, actorNames, type Subject } from './table.ts';
import type { Api, World } from './world.ts';

/** A place that could show what somebody wrote, tells of themself, or did. */
export type Surface = {
  /** To whom it would show it of a public author. */
  reaches: readonly ActorName[];
  /** Whether readers come to it for this very author, which muting does not touch. */
  place: 'opened' | 'unasked';
  /** What moderation has hidden is in no ranking, its author's neither. */
  isRanking?: true;
  /** Nobody is shown there whom this one may not read. */
  needs?: ActorName;
  subject: Subject;
  /** Whether a reader's one answer holds what each author wrote. */
  of: 'world' | 'reader';
  /** What of an author is looked for in the answer. */
  mark: (world: World) => string;
  look: (api: Api, world: World) => Promise<unknown>;
};

export const everybody = actorNames;
export const members = actorNames.filter((name) => name !== 'anonymous');
/** They had liked and kept it, as far as they could, before the author or the post became what it is. */
export const keepers = members.filter((name) => name !== 'author');
export const circle: ActorName[] = ['follower', 'asking', 'muter'];
export const limit = 100;

const words = { subject: 'post', mark: ({ word }: World) => word } as const;
export const opened = { ...words, reaches: everybody, place: 'opened', of: 'world' } as const;
export const listed = { ...words, reaches: everybody, place: 'unasked', of: 'reader' } as const;
