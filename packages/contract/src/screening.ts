import * as z from 'zod';

import { Id } from './id.ts';
import { ReportedKind, ReportReason } from './report.ts';

/** What comes of a text that was checked: nothing; a report to the admins; or that, and only its author sees it. */
export const ScreeningOutcome = z.enum(['pass', 'flag', 'hide']);
export type ScreeningOutcome = z.infer<typeof ScreeningOutcome>;

/** So many of what was found are told. */
export const screeningTermsMax = 10;

/** What the lists say of one version of a text. */
export const Screening = z.object({
  outcome: ScreeningOutcome,
  /** Of what weighs most; null when nothing was found. */
  reason: ReportReason.nullable(),
  /** Words and hosts that were found, as the lists have them. */
  terms: z.array(z.string().min(1).max(200)).max(screeningTermsMax),
});
export type Screening = z.infer<typeof Screening>;

/** Of a post or a comment, for its service to act on. */
export const ScreenInput = z.strictObject({
  kind: ReportedKind,
  id: Id,
  /** Of the text that was checked; what was edited meanwhile is checked by itself. */
  version: z.number().int().min(1),
  ...Screening.shape,
});
export type ScreenInput = z.infer<typeof ScreenInput>;

/**
 * `applied`: hidden, shown or reported because of it. `unchanged`: it is so already, or an admin has decided on this
 * version. `stale`: another version is in force; this one may have been hidden in the history, and reported. `gone`:
 * deleted, or never there.
 */
export const ScreenState = z.object({
  state: z.enum(['applied', 'unchanged', 'stale', 'gone']),
});
export type ScreenState = z.infer<typeof ScreenState>;
