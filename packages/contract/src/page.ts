import * as z from 'zod';

/** Where a list goes on: opaque, made by the server, good only for the list it came from. */
export const Cursor = z.string().min(1).max(512);

export const PageInput = z.strictObject({
  cursor: Cursor.nullish(),
  limit: z.number().int().min(1).max(100).default(20),
  /** Sent along by tRPC's infinite queries. It says nothing: a cursor names one page, from wherever a reader comes. */
  direction: z.enum(['forward', 'backward']).optional(),
});
export type PageInput = z.infer<typeof PageInput>;

/** A page of `item`; `nextCursor` is null at the end of the list. */
export function pageOf<T extends z.ZodType>(
  item: T,
): z.ZodObject<{ items: z.ZodArray<T>; nextCursor: z.ZodNullable<z.ZodString> }> {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
export type Page<T> = { items: T[]; nextCursor: string | null };

/**
 * A page of a list that a reader may come back to. `startCursor` gives a page that begins with the same item, whatever
 * stands above it by then; null when the page is empty.
 */
export function feedPageOf<T extends z.ZodType>(
  item: T,
): z.ZodObject<{
  items: z.ZodArray<T>;
  nextCursor: z.ZodNullable<z.ZodString>;
  startCursor: z.ZodNullable<z.ZodString>;
}> {
  return pageOf(item).extend({ startCursor: z.string().nullable() });
}
export type FeedPage<T> = Page<T> & { startCursor: string | null };
