import type { Transaction } from './client.ts';

/** Of whom one follows, only so many of the latest are looked at: it bounds the work for who follows very many. */
const latestFollowings = 200;

/** Who is not recommended to `memberId`, whatever else speaks for them: a condition on `candidate`. */
const excluded = `
  candidate.disabled_at IS NULL AND candidate.deactivated_at IS NULL
  AND candidate.visibility <> 'PRIVATE' AND candidate.id <> $1::uuid
  AND NOT EXISTS (SELECT FROM follows
    WHERE follower_id = $1::uuid AND following_id = candidate.id)
  AND NOT EXISTS (SELECT FROM follow_requests
    WHERE requester_id = $1::uuid AND target_id = candidate.id)
  AND NOT EXISTS (SELECT FROM blocks WHERE blocker_id = $1::uuid AND blocked_id = candidate.id)
  AND NOT EXISTS (SELECT FROM blocks WHERE blocker_id = candidate.id AND blocked_id = $1::uuid)
  AND NOT EXISTS (SELECT FROM mutes
    WHERE muter_id = $1::uuid AND muted_id = candidate.id AND (until IS NULL OR until > $2::timestamptz))
  AND NOT EXISTS (SELECT FROM dismissed_recommendations
    WHERE member_id = $1::uuid AND dismissed_id = candidate.id)`;

/**
 * Who is followed by those `memberId` follows: by how many, and two of their names. Most of them first, then who has
 * more followers. Whom nobody but themselves may see counts as nobody.
 */
export async function findFollowedByFollowed(
  tx: Transaction,
  args: { memberId: string; now: Date; limit: number },
): Promise<{ id: string; names: string[]; count: number }[]> {
  return tx.$queryRawUnsafe(
    `WITH via AS (
       SELECT members.id, members.display_name FROM (
         SELECT following_id FROM follows WHERE follower_id = $1::uuid
         ORDER BY id DESC LIMIT ${latestFollowings}
       ) AS latest
       JOIN members ON members.id = latest.following_id
       WHERE members.disabled_at IS NULL AND members.deactivated_at IS NULL
         AND members.visibility <> 'PRIVATE'
     ),
     counted AS (
       SELECT follows.following_id AS id, count(*)::int AS count,
         (array_agg(via.display_name ORDER BY follows.id DESC))[1:2] AS names
       FROM via JOIN follows ON follows.follower_id = via.id
       GROUP BY follows.following_id
     )
     SELECT counted.id, counted.names, counted.count
     FROM counted JOIN members AS candidate ON candidate.id = counted.id
     WHERE ${excluded}
     ORDER BY counted.count DESC, candidate.follower_count DESC, candidate.id DESC
     LIMIT $3::int`,
    args.memberId,
    args.now.toISOString(),
    args.limit,
  );
}

/** Who has joined since `joinedSince` and been here, or followed someone, since `activeSince`; latest first. */
export async function findActiveNewcomers(
  tx: Transaction,
  args: { memberId: string; now: Date; joinedSince: Date; activeSince: Date; limit: number },
): Promise<{ id: string }[]> {
  return tx.$queryRawUnsafe(
    `SELECT candidate.id FROM members AS candidate
     WHERE candidate.created_at >= $4::timestamptz AND ${excluded}
       AND (
         EXISTS (SELECT FROM refresh_tokens WHERE member_id = candidate.id
           AND coalesce(rotated_at, issued_at) >= $5::timestamptz)
         OR EXISTS (SELECT FROM follows WHERE follower_id = candidate.id
           AND created_at >= $5::timestamptz)
       )
     ORDER BY candidate.id DESC LIMIT $3::int`,
    args.memberId,
    args.now.toISOString(),
    args.limit,
    args.joinedSince.toISOString(),
    args.activeSince.toISOString(),
  );
}

/** Remembers that `memberId` does not want `dismissedId` recommended; once is enough. */
export async function insertDismissal(
  tx: Transaction,
  dismissal: { memberId: string; dismissedId: string; createdAt: Date },
): Promise<void> {
  await tx.dismissedRecommendation.createMany({ data: [dismissal], skipDuplicates: true });
}
