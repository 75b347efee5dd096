import type { ContentTransaction, PostRow, Prisma } from '@dailyfeed/content-store/client';
import type { WrittenPost } from '@dailyfeed/contract/post';

export async function insertPost(
  tx: ContentTransaction,
  post: { id: string; authorId: string; text: string; createdAt: Date },
): Promise<PostRow> {
  return tx.post.create({ data: { ...post, lastActivityAt: post.createdAt } });
}

/** Inserts those whose id is not there yet; gives how many. */
export async function insertMissingPosts(
  tx: ContentTransaction,
  posts: { id: string; authorId: string; text: string; createdAt: Date }[],
): Promise<number> {
  const { count } = await tx.post.createMany({
    data: posts.map((post) => ({ ...post, lastActivityAt: post.createdAt })),
    skipDuplicates: true,
  });
  return count;
}

/**
 * Reads a post, deleted or not, and locks its row until the transaction ends. Whatever happens to a post happens behind
 * this lock: its counters equal its rows, and its events are written in the order of its changes.
 */
export async function lockPost(tx: ContentTransaction, id: string): Promise<PostRow | undefined> {
  const [post] = await tx.$queryRaw<PostRow[]>`
    SELECT id, author_id AS "authorId", text, version, like_count AS "likeCount",
           comment_count AS "commentCount", last_activity_at AS "lastActivityAt",
           created_at AS "createdAt", edited_at AS "editedAt", deleted_at AS "deletedAt"
    FROM posts WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return post;
}

/** Locks many posts, always in the order of their ids, so that two callers never wait for each other; gives the ids found. */
export async function lockPosts(tx: ContentTransaction, ids: string[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM posts WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  return new Set(rows.map((row) => row.id));
}

export async function updatePost(
  tx: ContentTransaction,
  id: string,
  change: Prisma.PostUpdateInput,
): Promise<PostRow> {
  return tx.post.update({ where: { id }, data: change });
}

/** Counts anew, from the rows, what the counters of these posts and of their comments say. */
export async function recountPosts(tx: ContentTransaction, ids: string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE posts SET
      like_count = (SELECT count(*) FROM post_likes WHERE post_id = posts.id),
      comment_count = (SELECT count(*) FROM comments WHERE post_id = posts.id AND deleted_at IS NULL),
      last_activity_at = GREATEST(created_at,
        (SELECT max(created_at) FROM comments WHERE post_id = posts.id AND deleted_at IS NULL))
    WHERE id = ANY(${ids}::uuid[])`;
  await tx.$executeRaw`
    UPDATE comments SET reply_count =
      (SELECT count(*) FROM comments AS reply
       WHERE reply.post_id = comments.post_id AND reply.parent_id = comments.id AND reply.deleted_at IS NULL)
    WHERE post_id = ANY(${ids}::uuid[])`;
}

export function toWrittenPost(post: PostRow): WrittenPost {
  return {
    id: post.id,
    authorId: post.authorId,
    text: post.text,
    createdAt: post.createdAt.toISOString(),
    editedAt: post.editedAt?.toISOString() ?? null,
  };
}
