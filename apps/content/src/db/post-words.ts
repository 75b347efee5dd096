import type { ContentTransaction } from '@dailyfeed/content-store/client';

/** What a post is looked up by: its tags, and the members it mentions. */
export type PostWords = { postId: string; tags: string[]; mentionedIds: string[] };

export async function insertPostWords(tx: ContentTransaction, posts: PostWords[]): Promise<void> {
  const tags = posts.flatMap(({ postId, tags }) => tags.map((tag) => ({ postId, tag })));
  const mentions = posts.flatMap(({ postId, mentionedIds }) =>
    mentionedIds.map((memberId) => ({ postId, memberId })),
  );
  if (tags.length > 0) await tx.postTag.createMany({ data: tags, skipDuplicates: true });
  if (mentions.length > 0) {
    await tx.postMention.createMany({ data: mentions, skipDuplicates: true });
  }
}

/** Replaces what an edit has changed. */
export async function replacePostWords(tx: ContentTransaction, post: PostWords): Promise<void> {
  const { postId, tags, mentionedIds } = post;
  await tx.postTag.deleteMany({ where: { postId, tag: { notIn: tags } } });
  await tx.postMention.deleteMany({ where: { postId, memberId: { notIn: mentionedIds } } });
  await insertPostWords(tx, [post]);
}
