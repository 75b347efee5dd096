import { isDeepStrictEqual } from 'node:util';

import type { ContentTransaction, PostRow } from '@dailyfeed/content-store/client';
import { AppError } from '@dailyfeed/contract/errors';
import type {
  CreatePostInput,
  DeleteState,
  EditPostInput,
  WrittenPost,
} from '@dailyfeed/contract/post';
import { newId } from '@dailyfeed/service-kit/id';

import { removeDraft } from '../db/drafts.ts';
import { insertPostVersion } from '../db/post-versions.ts';
import { insertPostWords, replacePostWords } from '../db/post-words.ts';
import { insertPost, lockPost, toWrittenPost, updatePost } from '../db/posts.ts';
import type { Deps } from '../deps.ts';
import { findHiddenAuthors } from './hidden-author.ts';
import { findFirstResult } from './idempotency.ts';
import { takeAllowance } from './limit.ts';
import { recordDeletedPost, recordPost } from './post-event.ts';
import { findFirstText } from './post-history.ts';
import { attachImages, claimImages, claimMoreImages, idsWithout, orRelease } from './post-image.ts';
import { write } from './write.ts';
import { readText, wordsOf } from './written-text.ts';

/** A replay gets the first answer again, whatever has become of the post since. */
export async function createPost(
  deps: Deps,
  args: CreatePostInput & { authorId: string },
): Promise<WrittenPost> {
  const { authorId, contentWarning = null } = args;
  const now = deps.now();
  const id = newId();
  // Asked before a lock is held: nobody waits for another service behind it.
  const [written, visibility] = await Promise.all([
    readText(deps, args.text),
    deps.members.visibilityOf(authorId),
  ]);
  const given = args.images ?? [];
  // Of a replay the first one has them: only a post that is new is refused for it.
  const claim = await settle(claimImages(deps, { postId: id, memberId: authorId, images: given }));
  const ids = 'error' in claim ? [] : claim.value.map((image) => image.id);
  const claimed = { postId: id, memberId: authorId, ids };
  return orRelease(deps, claimed, () =>
    write(deps, authorId, async (tx) => {
      const first = await findFirstResult(tx, {
        memberId: authorId,
        key: args.idempotencyKey,
        // Without images it is what it was before there were any: a replay may be that old.
        content: [
          'post.create',
          written.text,
          contentWarning,
          ...(given.length > 0 ? [given] : []),
        ],
        resultId: id,
        now,
      });
      // With a replay, too: where the first answer was lost, its words may have been kept since.
      if (args.draftId) {
        const { draftId, draftVersion: version } = args;
        await removeDraft(tx, { id: draftId, memberId: authorId, version });
      }
      if (first) {
        const firstText = await findFirstText(tx, first.id);
        const createdAt = first.createdAt.toISOString();
        const { id } = first;
        return {
          id,
          authorId,
          ...written,
          contentWarning,
          images: [],
          ...firstText,
          version: 1,
          createdAt,
          editedAt: null,
        };
      }
      if ('error' in claim) throw claim.error;
      const images = claim.value;
      const allowance = await takeAllowance(deps, tx, { memberId: authorId, kind: 'post' });
      allowance.require();
      const post = await insertPost(tx, {
        id,
        authorId,
        ...written,
        contentWarning,
        images,
        createdAt: now,
      });
      if (images.length > 0) await attachImages(tx, { id, images });
      await insertPostWords(tx, [wordsOf({ id, entities: written.entities })]);
      await recordPost(deps, tx, { type: 'post.created', post, visibility });
      return toWrittenPost(post);
    }),
  );
}

/**
 * Keeps the text it replaces. What is in force already, or again, changes nothing: an edit may be sent twice. Throws
 * POST_CHANGED when it was made from another version than the one in force.
 */
export async function editPost(
  deps: Deps,
  args: EditPostInput & { memberId: string },
): Promise<WrittenPost> {
  const { id, memberId, version } = args;
  const [written, visibility, hidden] = await Promise.all([
    readText(deps, args.text),
    deps.members.visibilityOf(memberId),
    findHiddenAuthors(deps, { memberId, postId: id }),
  ]);
  const wanted =
    args.images && (await claimMoreImages(deps, { postId: id, memberId, images: args.images }));
  // Of what the post has already nothing is released: that is confirmed.
  const claimed = { postId: id, memberId, ids: (wanted ?? []).map((image) => image.id) };
  return orRelease(deps, claimed, () =>
    write(deps, memberId, async (tx) => {
      const allowance = await takeAllowance(deps, tx, { memberId, kind: 'edit' });
      const post = await lockLivingPost(tx, id);
      if (post.authorId !== memberId) throw notYours(post, hidden);
      const { contentWarning = post.contentWarning } = args;
      const before = toWrittenPost(post);
      const images = wanted ?? before.images;
      const isSameText = post.text === written.text && post.contentWarning === contentWarning;
      if (isSameText && isDeepStrictEqual(images, before.images)) {
        await allowance.giveBack();
        return before;
      }
      if (post.version !== version) throw new AppError('POST_CHANGED');
      allowance.require();

      await insertPostVersion(tx, post);
      const edited = await updatePost(tx, id, {
        ...written,
        contentWarning,
        images,
        version: version + 1,
        editedAt: deps.now(),
      });
      if (images.length + before.images.length > 0) await attachImages(tx, { id, images });
      await replacePostWords(tx, wordsOf({ id, entities: written.entities }));
      const removedImageIds = idsWithout(before.images, images);
      await recordPost(deps, tx, {
        type: 'post.edited',
        post: edited,
        visibility,
        removedImageIds,
      });
      return toWrittenPost(edited);
    }),
  );
}

/** Author only, and idempotent: deleting again what one has deleted succeeds and tells nobody. */
export async function deletePost(
  deps: Deps,
  args: { id: string; memberId: string },
): Promise<DeleteState> {
  const hidden = await findHiddenAuthors(deps, { memberId: args.memberId, postId: args.id });
  return write(deps, args.memberId, async (tx) => {
    const post = await lockPost(tx, args.id);
    const isMine = post?.authorId === args.memberId;
    if (!post || (post.deletedAt && !isMine)) throw new AppError('POST_NOT_FOUND');
    if (!isMine) throw notYours(post, hidden);
    if (post.deletedAt) return { deleted: true };

    await removePost(deps, tx, { post, actorId: args.memberId });
    return { deleted: true };
  });
}

/** Deletes a living post whose row is locked. */
export async function removePost(
  deps: Pick<Deps, 'events' | 'now'>,
  tx: ContentTransaction,
  { post, actorId }: { post: PostRow; actorId: string | null },
): Promise<void> {
  // A version of its own, so that a consumer never takes an earlier edit for the later word.
  const version = post.version + 1;
  await updatePost(tx, post.id, { deletedAt: deps.now(), version });
  // Nothing looks it up any more.
  await replacePostWords(tx, { postId: post.id, tags: [], mentionedIds: [] });
  await recordDeletedPost(deps, tx, { ...post, version, actorId });
}

/** The post, its row locked; POST_NOT_FOUND when there is none or it is deleted. */
export async function lockLivingPost(tx: ContentTransaction, id: string): Promise<PostRow> {
  const post = await lockPost(tx, id);
  if (!post || post.deletedAt) throw new AppError('POST_NOT_FOUND');
  return post;
}

/** As `lockLivingPost`; a post of one of the `hidden` authors, or hidden by moderation, is as good as none. */
export async function lockMetPost(
  tx: ContentTransaction,
  id: string,
  hidden: ReadonlySet<string>,
): Promise<PostRow> {
  const post = await lockLivingPost(tx, id);
  requireMet(post, hidden);
  return post;
}

/** Throws POST_NOT_FOUND for a post of one of the `hidden` authors, or that moderation has hidden. */
export function requireMet(post: PostRow, hidden: ReadonlySet<string>): void {
  if (!isMet(post, hidden)) throw new AppError('POST_NOT_FOUND');
}

/** For who is not the author: who may not read a post does not learn that it is there. */
function notYours(post: PostRow, hidden: ReadonlySet<string>): AppError {
  return new AppError(isMet(post, hidden) ? 'POST_NOT_YOURS' : 'POST_NOT_FOUND');
}

function isMet(post: PostRow, hidden: ReadonlySet<string>): boolean {
  return !hidden.has(post.authorId) && !post.hiddenAt;
}

async function settle<T>(work: Promise<T>): Promise<{ value: T } | { error: unknown }> {
  return work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}
