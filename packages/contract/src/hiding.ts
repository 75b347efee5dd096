import * as z from 'zod';

/** Who has hidden something: a person, or what checks texts by itself. */
export const HiddenBy = z.enum(['moderator', 'screening']);
export type HiddenBy = z.infer<typeof HiddenBy>;

/** Why nobody but the author sees something; nobody but the author is told. */
export const Hiding = z.object({
  by: HiddenBy,
  /** Words and hosts that are the cause. Without them, by an edit, what screening has hidden is shown again. */
  terms: z.array(z.string()),
});
export type Hiding = z.infer<typeof Hiding>;
