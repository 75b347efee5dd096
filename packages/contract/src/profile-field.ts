import * as z from 'zod';

import { countryCodes } from './country-codes.ts';
import { isShowable } from './text.ts';

// An empty field of a form means "not given".
const notGiven = z.literal('').transform(() => null);

export const WebsiteUrl = z.union([
  notGiven,
  z
    .url({ protocol: /^https?$/, hostname: z.regexes.domain, error: 'invalid_url' })
    .max(200)
    .refine(isPlainAddress, 'invalid_url'),
]);

/** What a reader sees is where it leads: nothing hidden in it, no name and password before the host. */
function isPlainAddress(value: string): boolean {
  const { username, password } = new URL(value);
  return isShowable(value) && username === '' && password === '';
}

export const Gender = z.enum(['FEMALE', 'MALE', 'OTHER']);
export type Gender = z.infer<typeof Gender>;

/** ISO 3166-1 alpha-2. */
export const Country = z.string().refine((value) => countryCodes.includes(value), 'invalid');

/** A day, `yyyy-mm-dd`; whether it has come is for the service's clock to say. */
export const BirthDate = z.iso.date().refine((value) => value >= '1900-01-01', 'invalid');

/** What a member may tell of themselves and nobody else is shown, as a form sends it. */
export const privateFields = {
  birthDate: z.union([notGiven, BirthDate]).nullable(),
  gender: z.union([notGiven, Gender]).nullable(),
  country: z.union([notGiven, Country]).nullable(),
};
