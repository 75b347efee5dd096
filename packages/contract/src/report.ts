import * as z from 'zod';

import { HiddenBy } from './hiding.ts';
import { Id } from './id.ts';
import { MemberSummary } from './member.ts';
import { PageInput, pageOf } from './page.ts';
import { PostVersion } from './post.ts';
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

export const ModerationActionKind = z.enum(['hide', 'unhide', 'dismiss', 'remove']);
export type ModerationActionKind = z.infer<typeof ModerationActionKind>;

/** What was reported, as admins see it. */
export const ReportedSubject = z.object({
  kind: ReportedKind,
  id: Id,
  postId: Id,
  /** Null once it is erased; then there is no text either. */
  authorId: z.uuid().nullable(),
  /** Null while the member service does not answer, and when there is nobody of this id. */
  author: MemberSummary.nullable(),
  /** Of the text; null once it is erased. */
  version: z.number().int().nullable(),
  text: z.string(),
  contentWarning: z.string().nullable(),
  /** What its images show, in the author's words; none of those that have no words. */
  alts: z.array(z.string()),
  isDeleted: z.boolean(),
  isHidden: z.boolean(),
  /** Null unless it is hidden. */
  hiddenBy: HiddenBy.nullable(),
});
export type ReportedSubject = z.infer<typeof ReportedSubject>;

/** One member's, or screening's, report of a post or a comment. */
export const Report = z.object({
  id: Id,
  /** Null: screening, whose `note` is what it found. */
  reporterId: z.uuid().nullable(),
  reason: ReportReason,
  /** Of the text that it is about, which an edit may have replaced; 0 where that was not noted. */
  version: z.number().int(),
  note: z.string(),
  createdAt: z.iso.datetime(),
  /** Null while it waits for an admin. */
  resolution: ModerationActionKind.nullable(),
});
export type Report = z.infer<typeof Report>;

/** So many reports of one thing are shown with it. */
export const shownReportsMax = 20;

/** What was reported, with all that wait, or were decided, because of it. */
export const ReportCase = z.object({
  /** Of the report by which it has its place in the list. */
  id: Id,
  subject: ReportedSubject,
  /** The oldest first, at most 20. */
  reports: z.array(Report),
  reportCount: z.number().int(),
});
export type ReportCase = z.infer<typeof ReportCase>;

/** By the oldest report first while they wait; those that were decided, by the latest. */
export const ReportsInput = PageInput.extend({
  state: z.enum(['open', 'resolved']).default('open'),
  kind: ReportedKind.nullish(),
  /** What has been reported for this, whatever else it was reported for. */
  reason: ReportReason.nullish(),
});
export type ReportsInput = z.infer<typeof ReportsInput>;
export const ReportPage = pageOf(ReportCase);
export type ReportPage = z.infer<typeof ReportPage>;

/** Names a post or comment. */
export const ReportedSubjectInput = z.strictObject({ kind: ReportedKind, id: Id });
export type ReportedSubjectInput = z.infer<typeof ReportedSubjectInput>;
/** So many texts of one thing are shown at most. */
export const subjectVersionsMax = 100;
/**
 * The last 50 texts it has had and, of those before, the last 50 that were reported, the one in force first; of a comment
 * that one alone. POST_NOT_FOUND or COMMENT_NOT_FOUND of what was neither reported nor held by screening, or is erased.
 */
export const SubjectVersions = z.object({
  versions: z.array(PostVersion).max(subjectVersionsMax),
});
export type SubjectVersions = z.infer<typeof SubjectVersions>;

/** Decides on what was reported, and with it on all that wait because of it. */
export const ResolveReportInput = z.strictObject({
  kind: ReportedKind,
  /** Of the post or comment. */
  id: Id,
  action: ModerationActionKind,
  note: Note.default(''),
  /**
   * Of the text that was seen: POST_CHANGED or COMMENT_CHANGED when an edit has come in between. Left out, the decision
   * is about the one in force.
   */
  version: z.number().int().min(1).nullish(),
});
export type ResolveReportInput = z.infer<typeof ResolveReportInput>;
export const ResolveState = z.object({
  isHidden: z.boolean(),
  /** How many reports are decided by it. */
  resolved: z.number().int(),
});
export type ResolveState = z.infer<typeof ResolveState>;

/** All there are, or those of one post or comment. */
export const ModerationActionsInput = PageInput.extend({ subject: ReportedSubjectInput.nullish() });
export type ModerationActionsInput = z.infer<typeof ModerationActionsInput>;

/** What was done to what, by whom and why. */
export const ModerationAction = z.object({
  id: Id,
  kind: ReportedKind,
  subjectId: Id,
  by: HiddenBy,
  /** Null where it was screening, and when the admin's account is gone. */
  actorId: z.uuid().nullable(),
  /** As the author of a reported thing. */
  actor: MemberSummary.nullable(),
  action: ModerationActionKind,
  note: z.string(),
  createdAt: z.iso.datetime(),
});
export type ModerationAction = z.infer<typeof ModerationAction>;
export const ModerationActionPage = pageOf(ModerationAction);
export type ModerationActionPage = z.infer<typeof ModerationActionPage>;
