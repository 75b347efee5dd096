import type { MemberRow } from '../db/client.ts';

/**
 * Whether a reader may see more of a member than who they are. A follower of a PRIVATE account stays one, and sees
 * again when it opens.
 */
export function canRead(
  member: Pick<MemberRow, 'id' | 'visibility'>,
  reader: { readerId: string | null; isFollower: boolean },
): boolean {
  if (member.id === reader.readerId) return true;
  switch (member.visibility) {
    case 'PUBLIC':
      return true;
    case 'FOLLOWERS':
      return reader.isFollower;
    case 'PRIVATE':
      return false;
  }
}
