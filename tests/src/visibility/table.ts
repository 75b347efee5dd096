/** Who looks. Follower and muter follow the author, who has blocked the blocked one and is blocked by the blocker. */
export const actorNames = [
  'anonymous',
  'stranger',
  'follower',
  /** Pressed "follow", which a public author need not approve. */
  'asking',
  'blocked',
  'blocker',
  'muter',
  'author',
  'admin',
] as const;
export type ActorName = (typeof actorNames)[number];

/** Everything, only what is opened on purpose, or nothing. */
export type Access = 'all' | 'asked' | 'none';
type Row = Partial<Record<ActorName, Access>>;

/** What a state takes away: all that is the author's, or their post or comment alone. */
type Taken = 'author' | 'post' | 'comment';
/**
 * What an actor is shown. A name tells who somebody is; a tag is nobody's, and told to all or to none; a record is kept
 * for admins, whatever becomes of what it is about.
 */
export type Subject = Taken | 'name' | 'tag' | 'record';

const openToAll: Row = {
  anonymous: 'all',
  stranger: 'all',
  follower: 'all',
  asking: 'all',
  muter: 'asked',
  author: 'all',
  admin: 'all',
};
const onlyAuthor: Row = { author: 'all' };
const nobody: Row = {};

/** What each state leaves to whom. */
export const states = {
  'a public author': { of: 'author', row: openToAll },
  'an author for followers': {
    of: 'author',
    row: { follower: 'all', muter: 'asked', author: 'all' },
  },
  'a private author': { of: 'author', row: onlyAuthor },
  'an author who became private': { of: 'author', row: onlyAuthor },
  'an author who deactivated their account': { of: 'author', row: nobody },
  'an author whose account is disabled': { of: 'author', row: nobody },
  'a deleted post': { of: 'post', row: nobody },
  'a post that moderation hid': { of: 'post', row: onlyAuthor },
  'a deleted comment': { of: 'comment', row: nobody },
  'a comment that moderation hid': { of: 'comment', row: onlyAuthor },
} as const satisfies Record<string, { of: Taken; row: Row }>;
export type State = keyof typeof states;
export const stateNames = Object.keys(states) as State[]; // the keys of the literal above

/** What a state leaves an actor of something of the author's. */
export function accessOf(state: State, actor: ActorName, subject: Subject): Access {
  switch (subject) {
    case 'author':
    case 'post':
    case 'comment': {
      const { of, row }: { of: Taken; row: Row } = states[state];
      return (of === 'author' || of === subject ? row : openToAll)[actor] ?? 'none';
    }
    case 'name':
      return (isLockedOut(state) ? nobody : openToAll)[actor] ?? 'none';
    case 'tag':
      return accessOf(state, 'anonymous', 'post');
    case 'record':
      return openToAll[actor] ?? 'none';
  }
}

/** Whom nobody can log in as. */
export function isLockedOut(state: State): boolean {
  return (
    state === 'an author who deactivated their account' ||
    state === 'an author whose account is disabled'
  );
}
