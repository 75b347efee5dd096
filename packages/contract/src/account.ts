import * as z from 'zod';

import { Email, Password } from './auth.ts';

/** As it stands in a link of a mail: base64url of 32 bytes. */
export const LinkToken = z.string().regex(/^[\w-]{43}$/, 'invalid');
export const LinkTokenInput = z.strictObject({ token: LinkToken });
export type LinkTokenInput = z.infer<typeof LinkTokenInput>;

export const RequestPasswordResetInput = z.strictObject({ email: Email });
export type RequestPasswordResetInput = z.infer<typeof RequestPasswordResetInput>;

export const ResetPasswordInput = z.strictObject({ token: LinkToken, password: Password });
export type ResetPasswordInput = z.infer<typeof ResetPasswordInput>;

const currentPassword = z.string().min(1).max(128);

export const ChangePasswordInput = z.strictObject({ currentPassword, newPassword: Password });
export type ChangePasswordInput = z.infer<typeof ChangePasswordInput>;

/** `password` proves that it is the member who asks; `email` is where they want to be reached. */
export const ChangeEmailInput = z.strictObject({ email: Email, password: currentPassword });
export type ChangeEmailInput = z.infer<typeof ChangeEmailInput>;

/** Who has a password proves by it that it is they who ask; who has none, by having logged in just before. */
export const DeactivateInput = z.strictObject({ password: currentPassword.nullish() });
export type DeactivateInput = z.infer<typeof DeactivateInput>;

/** How long after a deactivation a log-in brings the account back. */
export const reactivationDays = 30;

/** `waiting`: the other address has yet to confirm. */
export const EmailChangeState = z.object({ state: z.enum(['waiting', 'changed']) });
export type EmailChangeState = z.infer<typeof EmailChangeState>;
