import * as z from 'zod';

/** Where in a text: UTF-16 code units, as JavaScript slices; `end` is the first one behind. */
const span = { start: z.number().int().min(0), end: z.number().int().min(1) };

/** A part of a text that leads somewhere. */
export const Entity = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('link'), ...span, url: z.string() }),
  /** `memberId` is null while it is not known who has this handle. */
  z.object({
    kind: z.literal('mention'),
    ...span,
    handle: z.string(),
    memberId: z.uuid().nullable(),
  }),
  /** `tag` is what it is looked up by: without `#`, in the case and width all writings have in common. */
  z.object({ kind: z.literal('tag'), ...span, tag: z.string() }),
]);
export type Entity = z.infer<typeof Entity>;

/** The entities of one text in their order; none overlaps another. */
export const Entities = z.array(Entity);
