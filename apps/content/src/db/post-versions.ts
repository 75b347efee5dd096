import type { ContentTransaction, PostRow, PostVersionRow } from '@dailyfeed/content-store/client';
import { Entities } from '@dailyfeed/contract/entity';
import type { PostVersion } from '@dailyfeed/contract/post';

/**
 * Keeps the text of `post` as it is before an edit replaces it; what is hidden stays so when the post is shown again, and
 * what an admin has decided on stays decided.
 */
export async function insertPostVersion(tx: ContentTransaction, post: PostRow): Promise<void> {
  const { id: postId, version, text, contentWarning } = post;
  const entities = Entities.parse(post.entities);
  const writtenAt = post.editedAt ?? post.createdAt;
  await tx.postVersion.createMany({
    data: [
      {
        postId,
        version,
        text,
        contentWarning,
        entities,
        writtenAt,
        isHidden: post.hiddenAt !== null,
        isDecided: post.moderatedVersion === version,
      },
    ],
  });
}

/**
 * From now on only its author and the admins see a text that was replaced, unless an admin has decided on it. Gives
 * whether others saw it until then.
 */
export async function hidePostVersion(
  tx: ContentTransaction,
  version: { postId: string; version: number },
): Promise<boolean> {
  const { count } = await tx.postVersion.updateMany({
    where: { ...version, isDecided: false, isHidden: false },
    data: { isHidden: true },
  });
  return count > 0;
}

/** Replaced texts, the latest first; those that are hidden only on demand. */
export async function findPostVersions(
  tx: ContentTransaction,
  args: { postId: string; before: number; limit: number; withHidden: boolean },
): Promise<PostVersionRow[]> {
  const { postId, before, limit, withHidden } = args;
  return tx.postVersion.findMany({
    where: {
      postId,
      version: { lt: before },
      ...(!withHidden && { isHidden: false }),
    },
    orderBy: { version: 'desc' },
    take: limit,
  });
}

/** Some replaced texts, hidden or not, the latest first. */
export async function findNamedVersions(
  tx: ContentTransaction,
  { postId, versions }: { postId: string; versions: number[] },
): Promise<PostVersionRow[]> {
  return tx.postVersion.findMany({
    where: { postId, version: { in: versions } },
    orderBy: { version: 'desc' },
  });
}

export function toPostVersion(row: PostVersionRow): PostVersion {
  return {
    version: row.version,
    text: row.text,
    contentWarning: row.contentWarning,
    entities: Entities.parse(row.entities),
    writtenAt: row.writtenAt.toISOString(),
  };
}
