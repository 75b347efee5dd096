import * as z from 'zod';

import { MemberId, MemberSummary } from './member.ts';
import { pageOf } from './page.ts';

export const BlockState = z.object({ blocked: z.boolean() });
export type BlockState = z.infer<typeof BlockState>;

export const BlockedMember = MemberSummary.extend({ blockedAt: z.iso.datetime() });
export type BlockedMember = z.infer<typeof BlockedMember>;
export const BlockedPage = pageOf(BlockedMember);
export type BlockedPage = z.infer<typeof BlockedPage>;

export const MuteInput = z.strictObject({
  memberId: MemberId,
  /** When it ends by itself; null lasts until it is taken back. */
  until: z.iso.datetime().nullable(),
});
export type MuteInput = z.infer<typeof MuteInput>;

export const MuteState = z.object({
  muted: z.boolean(),
  /** Null when nothing is muted, or without an end. */
  until: z.iso.datetime().nullable(),
});
export type MuteState = z.infer<typeof MuteState>;

export const MutedMember = MemberSummary.extend({
  mutedAt: z.iso.datetime(),
  until: z.iso.datetime().nullable(),
});
export type MutedMember = z.infer<typeof MutedMember>;
export const MutedPage = pageOf(MutedMember);
export type MutedPage = z.infer<typeof MutedPage>;

/** Whom a member is not to meet, for other services. */
export const HiddenIds = z.object({
  /** Blocked by the member, or having blocked them: neither sees the other anywhere. */
  blocked: z.array(MemberId),
  /** Left out of what the member is shown unasked, until then. */
  muted: z.array(z.object({ memberId: MemberId, until: z.iso.datetime().nullable() })),
});
export type HiddenIds = z.infer<typeof HiddenIds>;
