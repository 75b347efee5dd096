import * as z from 'zod';

import { SignUpInput } from './auth.ts';
import { CreateCommentInput } from './comment.ts';
import { Id } from './id.ts';
import { ImageId } from './image.ts';
import { Role } from './member.ts';
import { CreatePostInput } from './post.ts';

/*
 * Inputs of the internal `import` procedures, which make a past that the public API cannot:
 * they accept ids and times. The gateway never routes them.
 */

/** From when on what comes in is told of, as if it had been told then; without it nobody learns of any of it. */
const toldSince = z.iso.datetime().optional();

export const ImportMembersInput = z.strictObject({
  members: z
    .array(
      SignUpInput.extend({
        id: Id,
        createdAt: z.iso.datetime(),
        roles: z.array(Role).optional(),
        /** Uploaded as theirs already. */
        avatarImageId: ImageId.optional(),
        coverImageId: ImageId.optional(),
      }),
    )
    .max(500),
  follows: z
    .array(z.strictObject({ followerId: Id, followingId: Id, createdAt: z.iso.datetime() }))
    .max(20_000),
  toldSince,
});
export type ImportMembersInput = z.infer<typeof ImportMembersInput>;

const dated = { id: Id, authorId: Id, createdAt: z.iso.datetime() };

export const ImportContentInput = z.strictObject({
  posts: z
    .array(
      CreatePostInput.omit({ idempotencyKey: true, draftId: true, draftVersion: true }).extend(
        dated,
      ),
    )
    .max(2000),
  comments: z.array(CreateCommentInput.omit({ idempotencyKey: true }).extend(dated)).max(5000),
  likes: z
    .array(z.strictObject({ postId: Id, memberId: Id, createdAt: z.iso.datetime() }))
    .max(50_000),
  toldSince,
});
export type ImportContentInput = z.infer<typeof ImportContentInput>;

export const ImportResult = z.object({ imported: z.number().int() });
export type ImportResult = z.infer<typeof ImportResult>;
