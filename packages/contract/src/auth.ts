import * as z from 'zod';

import { Bio, DisplayName, Handle, Language, Me } from './member.ts';
import { privateFields, WebsiteUrl } from './profile-field.ts';
import { optionalText } from './text.ts';

/** Trimmed, and lower-cased for comparison by the member service. */
export const Email = z
  .string()
  .max(254)
  .overwrite((value) => value.trim())
  .check(z.email());

/** 8–128 characters as typed: no trimming, no composition rules. */
export const Password = z.string().min(8).max(128);

export const SignUpInput = z.strictObject({
  email: Email,
  password: Password,
  handle: Handle,
  displayName: DisplayName,
  bio: Bio.optional(),
  location: optionalText(100).optional(),
  websiteUrl: WebsiteUrl.nullish(),
  language: Language.optional(),
  birthDate: privateFields.birthDate.optional(),
  gender: privateFields.gender.optional(),
  country: privateFields.country.optional(),
});
export type SignUpInput = z.infer<typeof SignUpInput>;

export const LogInInput = z.strictObject({
  email: Email,
  password: z.string().min(1).max(128),
});
export type LogInInput = z.infer<typeof LogInInput>;

/** What sign-up, log-in and refresh give back; the refresh token travels only in its cookie. */
export const SessionGrant = z.object({
  member: Me,
  accessToken: z.string(),
  expiresAt: z.iso.datetime(),
  /** The account was deactivated, and this log-in has brought it back. */
  isReactivated: z.boolean(),
});
export type SessionGrant = z.infer<typeof SessionGrant>;

/** Answer of `POST /api/token/refresh`. */
export const TokenGrant = SessionGrant.omit({ member: true, isReactivated: true });
export type TokenGrant = z.infer<typeof TokenGrant>;
