import * as z from 'zod';

import { MemberId, Role } from './member.ts';
import { PageInput, pageOf } from './page.ts';
import { line } from './text.ts';

/** Whether others see an account, and if not, whose wish that is. */
export const AccountState = z.enum(['active', 'disabled', 'deactivated']);
export type AccountState = z.infer<typeof AccountState>;

/** A member as admins see them. */
export const AdminMember = z.object({
  id: MemberId,
  handle: z.string(),
  displayName: z.string(),
  email: z.string(),
  emailVerified: z.boolean(),
  roles: z.array(Role),
  /** `disabled` where both are true: it is what an admin can change. */
  state: AccountState,
  joinedAt: z.iso.datetime(),
  /** Null when no session of theirs is known any more. */
  lastSeenAt: z.iso.datetime().nullable(),
});
export type AdminMember = z.infer<typeof AdminMember>;

export const AdminMembersInput = PageInput.extend({
  /** Part of a handle, a name or an e-mail address, in any case. */
  query: z
    .string()
    .max(100)
    .overwrite((value) => value.trim())
    .optional(),
  state: AccountState.nullish(),
});
export type AdminMembersInput = z.infer<typeof AdminMembersInput>;
export const AdminMemberPage = pageOf(AdminMember);
export type AdminMemberPage = z.infer<typeof AdminMemberPage>;

/** The member reads the reason, and so does every admin. */
export const DisableInput = z.strictObject({ memberId: MemberId, reason: line(500) });
export type DisableInput = z.infer<typeof DisableInput>;

export const AdminActionKind = z.enum(['DISABLED', 'ENABLED', 'ADMIN_GRANTED', 'ADMIN_REVOKED']);
export type AdminActionKind = z.infer<typeof AdminActionKind>;

const Named = z.object({ id: MemberId, handle: z.string(), displayName: z.string() });

/** What was done to whom, by whom and why. */
export const AdminAction = z.object({
  id: z.uuid(),
  kind: AdminActionKind,
  /** Null when it was the operators' command, or an admin whose account is gone. */
  actor: Named.nullable(),
  member: Named,
  /** Empty where none is asked for. */
  reason: z.string(),
  createdAt: z.iso.datetime(),
});
export type AdminAction = z.infer<typeof AdminAction>;
export const AdminActionPage = pageOf(AdminAction);
export type AdminActionPage = z.infer<typeof AdminActionPage>;
