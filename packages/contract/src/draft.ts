import * as z from 'zod';

import { Id } from './id.ts';
import { AttachImagesInput } from './image.ts';
import { pageOf } from './page.ts';
import { ContentWarning, postTextMax } from './post.ts';
import { optionalText } from './text.ts';

/** A member has no more than these. */
export const draftCountMax = 50;

export const SaveDraftInput = z.strictObject({
  /** Chosen by the client, once per thing that is being written. */
  id: Id,
  /** Longer than a post may be: what is typed is kept, and cut down later. */
  text: optionalText(2 * postTextMax),
  contentWarning: ContentWarning.optional(),
  /** As long as a draft has them they are kept, though no post has them yet. */
  images: AttachImagesInput.optional(),
  /** Of the draft as it was last saved, 0 for a new one: DRAFT_CHANGED when it has been saved elsewhere since. */
  version: z.number().int().min(0),
});
export type SaveDraftInput = z.infer<typeof SaveDraftInput>;

export const DraftIdInput = z.strictObject({ id: Id });

export const DeleteDraftInput = DraftIdInput.extend({
  /** Of the draft that is meant: DRAFT_CHANGED when it has been saved elsewhere since. Left out, any version goes. */
  version: z.number().int().min(1).optional(),
});
export type DeleteDraftInput = z.infer<typeof DeleteDraftInput>;

/** A post that is not written to the end; only its member sees it. */
export const Draft = z.object({
  id: Id,
  text: z.string(),
  contentWarning: z.string().nullable(),
  images: AttachImagesInput,
  version: z.number().int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Draft = z.infer<typeof Draft>;

export const DraftPage = pageOf(Draft);
export type DraftPage = z.infer<typeof DraftPage>;
