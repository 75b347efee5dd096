import type { IHeaders } from 'kafkajs';

/** Header of a message that was sent again for one group; the others pass it by. */
export const targetGroupHeader = 'x-target-group';
/** What the event is, for who looks at a message without reading it. */
export const eventTypeHeader = 'event-type';
/** Which part of an event a message asks for, where its group handles it in parts. */
export const partHeader = 'x-part';
/** W3C trace context of the request that made the fact. */
export const traceparentHeader = 'traceparent';
/** Which letter it has been sent again from, how often, and since when it fails: one that comes back goes on. */
const letterHeader = 'x-dead-letter-id';
const resendsHeader = 'x-dead-letter-resends';
const firstFailedHeader = 'x-dead-letter-first-failed-at';

/** What sending again adds to a message, and a letter leaves out. */
export const originHeaders = [
  targetGroupHeader,
  letterHeader,
  resendsHeader,
  firstFailedHeader,
] as const;

export function toOriginHeaders(letter: {
  id: string;
  group: string;
  resends: number;
  firstFailedAt: Date;
}): Record<string, string> {
  return {
    [targetGroupHeader]: letter.group,
    [letterHeader]: letter.id,
    [resendsHeader]: String(letter.resends + 1),
    [firstFailedHeader]: letter.firstFailedAt.toISOString(),
  };
}

/** How a message was sent again; `letterId` is not there where an older release did it. */
export type Resend = { letterId: string | undefined; resends: number; firstFailedAt: Date };

/** Undefined for a message that was not sent again. */
export function resendOf(headers: IHeaders): Resend | undefined {
  const resends = Number(headerIn(headers, resendsHeader));
  const firstFailedAt = new Date(headerIn(headers, firstFailedHeader) ?? Number.NaN);
  if (!Number.isSafeInteger(resends) || Number.isNaN(firstFailedAt.getTime())) return undefined;
  return { letterId: headerIn(headers, letterHeader), resends, firstFailedAt };
}

/** A header as text; the first where there are several. */
export function headerIn(headers: IHeaders, name: string): string | undefined {
  const [first] = [headers[name]].flat();
  return first === undefined ? undefined : String(first);
}
