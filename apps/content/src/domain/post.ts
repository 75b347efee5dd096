import type { ContentTransaction, PostRow } from '@dailyfeed/content-store/client';
import { AppError } from '@dailyfeed/contract/errors';
import type { DeleteState, WrittenPost } from '@dailyfeed/contract/post';
import { newId } from '@dailyfeed/service-kit/id';

import { insertPostVersion } from '../db/post-versions.ts';
import { insertPost, lockPost, toWrittenPost, updatePost } from '../db/posts.ts';
import type { Deps } from '../deps.ts';
import { findFirstResult } from './idempotency.ts';
import { write } from './write.ts';

/** A replay gets the first answer again, whatever has become of the post since. */
export async function createPost(
  deps: Deps,
  args: { authorId: string; text: string; idempotencyKey: string },
): Promise<WrittenPost> {
  const { authorId, text } = args;
  const now = deps.now();
  const id = newId();
  return write(deps, async (tx) => {
    const first = await findFirstResult(tx, {
      memberId: authorId,
      key: args.idempotencyKey,
      content: ['post.create', text],
      resultId: id,
      now,
    });
    if (first) {
      const createdAt = first.createdAt.toISOString();
      return { id: first.id, authorId, text, createdAt, editedAt: null };
    }
    const post = await insertPost(tx, { id, authorId, text, createdAt: now });
    await recordPost(deps, tx, { type: 'post.created', post });
    return toWrittenPost(post);
  });
}

/** Keeps the text it replaces. The same text again changes nothing. */
export async function editPost(
  deps: Deps,
  args: { id: string; memberId: string; text: string },
): Promise<WrittenPost> {
  return write(deps, async (tx) => {
    const post = await lockLivingPost(tx, args.id);
    if (post.authorId !== args.memberId) throw new AppError('POST_NOT_YOURS');
    if (post.text === args.text) return toWrittenPost(post);

    await insertPostVersion(tx, post);
    const edited = await updatePost(tx, post.id, {
      text: args.text,
      version: post.version + 1,
      editedAt: deps.now(),
    });
    await recordPost(deps, tx, { type: 'post.edited', post: edited });
    return toWrittenPost(edited);
  });
}

/** Author only, and idempotent: deleting again what one has deleted succeeds and tells nobody. */
export async function deletePost(
  deps: Deps,
  args: { id: string; memberId: string },
): Promise<DeleteState> {
  return write(deps, async (tx) => {
    const post = await lockPost(tx, args.id);
    const isMine = post?.authorId === args.memberId;
    if (!post || (post.deletedAt && !isMine)) throw new AppError('POST_NOT_FOUND');
    if (!isMine) throw new AppError('POST_NOT_YOURS');
    if (post.deletedAt) return { deleted: true };

    // A version of its own, so that a consumer never takes an earlier edit for the later word.
    const version = post.version + 1;
    await updatePost(tx, post.id, { deletedAt: deps.now(), version });
    await deps.events.record(tx, {
      type: 'post.deleted',
      actorId: args.memberId,
      subject: { kind: 'post', id: post.id },
      data: { postId: post.id, authorId: post.authorId, version },
    });
    return { deleted: true };
  });
}

/** The post, its row locked; POST_NOT_FOUND when there is none or it is deleted. */
export async function lockLivingPost(tx: ContentTransaction, id: string): Promise<PostRow> {
  const post = await lockPost(tx, id);
  if (!post || post.deletedAt) throw new AppError('POST_NOT_FOUND');
  return post;
}

/** As `lockLivingPost`; a post of one of the `hidden` authors is as good as none. */
export async function lockMetPost(
  tx: ContentTransaction,
  id: string,
  hidden: ReadonlySet<string>,
): Promise<PostRow> {
  const post = await lockLivingPost(tx, id);
  if (hidden.has(post.authorId)) throw new AppError('POST_NOT_FOUND');
  return post;
}

async function recordPost(
  deps: Deps,
  tx: ContentTransaction,
  fact: { type: 'post.created' | 'post.edited'; post: PostRow },
): Promise<void> {
  const { post } = fact;
  await deps.events.record(tx, {
    type: fact.type,
    actorId: post.authorId,
    subject: { kind: 'post', id: post.id },
    data: {
      postId: post.id,
      authorId: post.authorId,
      text: post.text,
      createdAt: post.createdAt.toISOString(),
      version: post.version,
    },
  });
}
