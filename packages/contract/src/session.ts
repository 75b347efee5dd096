import * as z from 'zod';

import { Id } from './id.ts';

/** What a session runs on, as far as its browser says; null for what it does not say. */
export const Device = z.object({
  kind: z.enum(['phone', 'tablet', 'computer', 'other']),
  /** E.g. "macOS". */
  os: z.string().nullable(),
  /** E.g. "Safari". */
  browser: z.string().nullable(),
});
export type Device = z.infer<typeof Device>;

/** Where an address is, roughly, named in the reader's language where there is such a name; null for what is not known. */
export const Place = z.object({ city: z.string().nullable(), country: z.string().nullable() });
export type Place = z.infer<typeof Place>;

/** One log-in that has not ended: a browser, or a program. */
export const Session = z.object({
  id: z.uuid(),
  /** Whether it is the one that asks. */
  current: z.boolean(),
  userAgent: z.string(),
  device: Device,
  /** Address it was last seen at; empty when unknown. */
  address: z.string(),
  /** Of that address; null when the site does not look places up, or it has none. */
  place: Place.nullable(),
  createdAt: z.iso.datetime(),
  /** To the life of an access token: minutes, not seconds. */
  lastSeenAt: z.iso.datetime(),
  /** Unless it is used before then. */
  expiresAt: z.iso.datetime(),
});
export type Session = z.infer<typeof Session>;

export const SessionIdInput = z.strictObject({ id: Id });
export type SessionIdInput = z.infer<typeof SessionIdInput>;
