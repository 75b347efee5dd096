import * as z from 'zod';

import { HiddenBy } from './hiding.ts';
import { Id } from './id.ts';
import { PageInput, pageOf } from './page.ts';
import { optionalText } from './text.ts';

export const ReportReason = z.enum([
  'SPAM',
  'ABUSE',
  'HATE',
  'SEXUAL',
  'VIOLENCE',
  'SELF_HARM',
  'ILLEGAL',
  'OTHER',
]);
export type ReportReason = z.infer<typeof ReportReason>;

const Note = optionalText(500);

export const ReportInput = z.strictObject({ id: Id, reason: ReportReason, note: Note.default('') });
export type ReportInput = z.infer<typeof ReportInput>;
export const ReportState = z.object({ reported: z.literal(true) });
export type ReportState = z.infer<typeof ReportState>;

export const ReportedKind = z.enum(['post', 'comment']);
export type ReportedKind = z.infer<typeof ReportedKind>;

export const ModerationActionKind = z.enum(['hide', 'unhide', 'dismiss']);
export type ModerationActionKind = z.infer<typeof ModerationActionKind>;

/** What was reported, as admins see it. */
export const ReportedSubject = z.object({
  kind: ReportedKind,
  id: Id,
  postId: Id,
  /** Null once it is erased; then there is no text either. */
  authorId: z.uuid().nullable(),
  text: z.string(),
  isDeleted: z.boolean(),
  isHidden: z.boolean(),
});
export type ReportedSubject = z.infer<typeof ReportedSubject>;

/** One member's, or screening's, report of a post or a comment. */
export const Report = z.object({
  id: Id,
  subject: ReportedSubject,
  /** Null: screening, whose `note` is what it found. */
  reporterId: z.uuid().nullable(),
  reason: ReportReason,
  note: z.string(),
  createdAt: z.iso.datetime(),
  /** Null while it waits for an admin. */
  resolution: ModerationActionKind.nullable(),
});
export type Report = z.infer<typeof Report>;

/** The oldest first while they wait; those that were decided, the latest first. */
export const ReportsInput = PageInput.extend({
  state: z.enum(['open', 'resolved']).default('open'),
});
export type ReportsInput = z.infer<typeof ReportsInput>;
export const ReportPage = pageOf(Report);
export type ReportPage = z.infer<typeof ReportPage>;

/** Decides on what was reported, and with it on all that wait because of it. */
export const ResolveReportInput = z.strictObject({
  kind: ReportedKind,
  /** Of the post or comment. */
  id: Id,
  action: ModerationActionKind,
  note: Note.default(''),
});
export type ResolveReportInput = z.infer<typeof ResolveReportInput>;
export const ResolveState = z.object({
  isHidden: z.boolean(),
  /** How many reports are decided by it. */
  resolved: z.number().int(),
});
export type ResolveState = z.infer<typeof ResolveState>;

/** What was done to what, by whom and why. */
export const ModerationAction = z.object({
  id: Id,
  kind: ReportedKind,
  subjectId: Id,
  by: HiddenBy,
  /** Null where it was screening, and when the admin's account is gone. */
  actorId: z.uuid().nullable(),
  action: ModerationActionKind,
  note: z.string(),
  createdAt: z.iso.datetime(),
});
export type ModerationAction = z.infer<typeof ModerationAction>;
export const ModerationActionPage = pageOf(ModerationAction);
export type ModerationActionPage = z.infer<typeof ModerationActionPage>;
