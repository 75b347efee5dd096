import * as z from 'zod';

import { Cursor, pageOf } from './page.ts';

/** What content keeps of a member, a list each. One more kind is one more name here. */
export const ContentExportKind = z.enum([
  'posts',
  'post-versions',
  'comments',
  'likes',
  'comment-likes',
  'bookmarks',
  'drafts',
]);
export type ContentExportKind = z.infer<typeof ContentExportKind>;
/** What activity keeps of a member. */
export const ActivityExportKind = z.enum([
  'activities',
  'notifications',
  'notification-settings',
  'notification-wishes',
]);
export type ActivityExportKind = z.infer<typeof ActivityExportKind>;
/** What search keeps of a member. */
export const SearchExportKind = z.enum(['recent-searches']);
export type SearchExportKind = z.infer<typeof SearchExportKind>;

/** What the image service keeps of a member; the bytes come one by one, at `exportedImagePath`. */
export const ImageExportKind = z.enum(['images']);
export type ImageExportKind = z.infer<typeof ImageExportKind>;

const Range = z.strictObject({
  cursor: Cursor.nullish(),
  limit: z.number().int().min(1).max(500).default(200),
});
export const ContentExportInput = Range.extend({ kind: ContentExportKind });
export type ContentExportInput = z.infer<typeof ContentExportInput>;
export const ActivityExportInput = Range.extend({ kind: ActivityExportKind });
export type ActivityExportInput = z.infer<typeof ActivityExportInput>;
export const SearchExportInput = Range.extend({ kind: SearchExportKind });
export type SearchExportInput = z.infer<typeof SearchExportInput>;

export const ImageExportInput = Range.extend({ kind: ImageExportKind });
export type ImageExportInput = z.infer<typeof ImageExportInput>;

/** One thing a member has, as it is kept. */
export const ExportItem = z.record(z.string(), z.unknown());
export type ExportItem = z.infer<typeof ExportItem>;
export const ExportPage = pageOf(ExportItem);
export type ExportPage = z.infer<typeof ExportPage>;

/** How many there are of each kind. */
export const ContentExportCounts = z.record(ContentExportKind, z.number().int());
export type ContentExportCounts = z.infer<typeof ContentExportCounts>;
export const ActivityExportCounts = z.record(ActivityExportKind, z.number().int());
export type ActivityExportCounts = z.infer<typeof ActivityExportCounts>;
export const SearchExportCounts = z.record(SearchExportKind, z.number().int());
export type SearchExportCounts = z.infer<typeof SearchExportCounts>;

export const ImageExportCounts = z.record(ImageExportKind, z.number().int());
export type ImageExportCounts = z.infer<typeof ImageExportCounts>;
/** What an entry of `images` tells at least: whose bytes they are, and the file of the export that holds them. */
export const ExportedImage = z.looseObject({ id: z.string(), file: z.string() });
export type ExportedImage = z.infer<typeof ExportedImage>;

/** How far the export under way is; null when there is none. */
export const ExportProgress = z
  .object({ itemCount: z.number().int(), itemTotal: z.number().int() })
  .nullable();
export type ExportProgress = z.infer<typeof ExportProgress>;

/** Header of the export's answer: how many items it will hold. */
export const exportItemsHeader = 'x-export-items';
/** Where a service gets an image of the member it acts for, as it was uploaded; the gateway leads nobody there. */
export const exportedImagePath = '/export/image';
/** The plain route of the export. */
export const exportPath = '/api/account/export';
