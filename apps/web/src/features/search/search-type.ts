import * as z from 'zod';

/** What is looked for; the tabs of the search page, in their order. */
export const SearchType = z.enum(['posts', 'comments', 'people', 'tags']);
export type SearchType = z.infer<typeof SearchType>;
