import type { ContentTransaction } from '@dailyfeed/content-store/client';
import type { ImageHolders } from '@dailyfeed/contract/image';

/** Says that a post has these images and no others; false when another post has one of them. */
export async function replacePostImages(
  tx: ContentTransaction,
  post: { id: string; imageIds: string[] },
): Promise<boolean> {
  const { id: postId, imageIds } = post;
  await tx.postImage.deleteMany({ where: { postId, imageId: { notIn: imageIds } } });
  if (imageIds.length === 0) return true;
  const data = imageIds.map((imageId) => ({ imageId, postId }));
  await tx.postImage.createMany({ data, skipDuplicates: true });
  return (await tx.postImage.count({ where: { postId } })) === imageIds.length;
}

/** Which posts, deleted ones left out, and which drafts have the images. */
export async function findImageHolders(
  tx: ContentTransaction,
  ids: string[],
): Promise<ImageHolders> {
  const posts = await tx.postImage.findMany({
    where: { imageId: { in: ids }, post: { deletedAt: null } },
    select: { imageId: true, postId: true, post: { select: { authorId: true } } },
  });
  const drafts = await tx.$queryRaw<{ id: string; memberId: string }[]>`
    SELECT wanted.id, drafts.member_id AS "memberId"
    FROM unnest(${ids}::text[]) AS wanted (id)
    JOIN drafts ON drafts.images @> jsonb_build_array(jsonb_build_object('id', wanted.id))`;
  return [
    ...posts.map(({ imageId, postId, post }) => ({
      id: imageId,
      memberId: post.authorId,
      ownerId: postId,
    })),
    ...drafts.map((draft) => ({ ...draft, ownerId: null })),
  ];
}
