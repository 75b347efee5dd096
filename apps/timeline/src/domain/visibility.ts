import type { MemberSummary } from '@dailyfeed/contract/member';

export type Viewer = {
  /** Null for a reader who is not logged in. */
  viewerId: string | null;
  /** Of the authors in question, those the viewer follows. */
  followed: ReadonlySet<string>;
};

/** Whether a viewer may read what `author` wrote: visibility follows the account. */
export function canRead(author: Pick<MemberSummary, 'id' | 'visibility'>, viewer: Viewer): boolean {
  if (author.id === viewer.viewerId) return true;
  switch (author.visibility) {
    case 'PUBLIC':
      return true;
    case 'FOLLOWERS':
      return viewer.followed.has(author.id);
    case 'PRIVATE':
      return false;
  }
}
