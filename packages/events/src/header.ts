import type { IHeaders } from 'kafkajs';

/** Header of a message that was sent again for one group; the others pass it by. */
export const targetGroupHeader = 'x-target-group';
/** What the event is, for who looks at a message without reading it. */
export const eventTypeHeader = 'event-type';
/** Which part of an event a message asks for, where its group handles it in parts. */
export const partHeader = 'x-part';
/** How often it has been sent again, and since when it fails: a letter that comes back goes on counting. */
const resendsHeader = 'x-dead-letter-resends';
const firstFailedHeader = 'x-dead-letter-first-failed-at';

/** What sending again adds to a message, and a letter leaves out. */
export const originHeaders = [targetGroupHeader, resendsHeader, firstFailedHeader] as const;

export function toOriginHeaders(letter: {
  group: string;
  resends: number;
  firstFailedAt: Date;
}): Record<string, string> {
  return {
    [targetGroupHeader]: letter.group,
    [resendsHeader]: String(letter.resends + 1),
    [firstFailedHeader]: letter.firstFailedAt.toISOString(),
  };
}

/** Undefined for a message that was not sent again. */
export function resendsIn(headers: IHeaders): { resends: number; firstFailedAt: Date } | undefined {
  const resends = Number(headerIn(headers, resendsHeader));
  const firstFailedAt = new Date(headerIn(headers, firstFailedHeader) ?? Number.NaN);
  if (!Number.isSafeInteger(resends) || Number.isNaN(firstFailedAt.getTime())) return undefined;
  return { resends, firstFailedAt };
}

/** A header as text; the first where there are several. */
export function headerIn(headers: IHeaders, name: string): string | undefined {
  const [first] = [headers[name]].flat();
  return first === undefined ? undefined : String(first);
}
