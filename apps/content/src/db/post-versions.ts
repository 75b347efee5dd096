import type { ContentTransaction, PostRow } from '@dailyfeed/content-store/client';

/** Keeps the text of `post` as it is before an edit replaces it. */
export async function insertPostVersion(tx: ContentTransaction, post: PostRow): Promise<void> {
  await tx.postVersion.createMany({
    data: [
      {
        postId: post.id,
        version: post.version,
        text: post.text,
        writtenAt: post.editedAt ?? post.createdAt,
      },
    ],
  });
}
