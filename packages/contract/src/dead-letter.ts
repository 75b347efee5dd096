import * as z from 'zod';

import { PageInput, pageOf } from './page.ts';

/** `listener`: a consumer group could not handle it; `publisher`: the brokers would not take it. */
export const DeadLetterKind = z.enum(['listener', 'publisher']);
export type DeadLetterKind = z.infer<typeof DeadLetterKind>;

/** `waiting` to be sent again, `resent`, or `parked` by a person who decided against it. */
export const DeadLetterStatus = z.enum(['waiting', 'resent', 'parked']);
export type DeadLetterStatus = z.infer<typeof DeadLetterStatus>;

/** A message that went nowhere, with why; its content is only in `DeadLetterDetail`. */
export const DeadLetter = z.object({
  id: z.string(),
  kind: DeadLetterKind,
  /** The consumer group, or the service whose event it is. */
  group: z.string(),
  /** As far as the message could be read. */
  eventId: z.string().nullable(),
  eventType: z.string().nullable(),
  status: DeadLetterStatus,
  errorClass: z.string(),
  errorMessage: z.string(),
  attempts: z.number().int(),
  /** How often it was sent again. */
  resends: z.number().int(),
  firstFailedAt: z.iso.datetime(),
  lastFailedAt: z.iso.datetime(),
  nextResendAt: z.iso.datetime(),
  /** When it was resent or parked. */
  resolvedAt: z.iso.datetime().nullable(),
});
export type DeadLetter = z.infer<typeof DeadLetter>;

export const DeadLetterDetail = DeadLetter.extend({
  /** Where a listener's message was read. */
  topic: z.string().nullable(),
  partition: z.number().int().nullable(),
  offset: z.string().nullable(),
  key: z.string().nullable(),
  headers: z.record(z.string(), z.array(z.string())),
  /** Text where the bytes are some, else base64 with `isText` false; null is Kafka's tombstone. */
  value: z.string().nullable(),
  isText: z.boolean(),
});
export type DeadLetterDetail = z.infer<typeof DeadLetterDetail>;

export const DeadLetterId = z.string().min(1).max(400);
export const DeadLetterIdInput = z.strictObject({ id: DeadLetterId });

/** Letters of one kind, the latest first. */
export const DeadLetterListInput = PageInput.extend({
  kind: DeadLetterKind.default('listener'),
  group: z.string().min(1).max(200).nullish(),
  status: DeadLetterStatus.nullish(),
  eventType: z.string().min(1).max(100).nullish(),
});
export type DeadLetterListInput = z.infer<typeof DeadLetterListInput>;
export const DeadLetterPage = pageOf(DeadLetter);
export type DeadLetterPage = z.infer<typeof DeadLetterPage>;

/** How many there are, and since when the oldest waits. */
export const DeadLetterCount = z.object({
  kind: DeadLetterKind,
  group: z.string(),
  status: DeadLetterStatus,
  count: z.number().int(),
  oldestAt: z.iso.datetime(),
});
export type DeadLetterCount = z.infer<typeof DeadLetterCount>;
export const DeadLetterCounts = z.object({ items: z.array(DeadLetterCount) });
