import type { ByteRange } from '../deps.ts';

/** Whether who asks has it already (RFC 9110, 13.1.2). */
export function isNotModified(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((each) => {
    const known = each.trim().replace(/^W\//, '');
    return known === etag || known === '*';
  });
}

/**
 * The one range that is asked for; undefined for all of it, which is also a right answer to several ranges and to what
 * makes no sense (RFC 9110, 14.2).
 */
export function readRange(
  header: string | undefined,
  { bytes }: { bytes: number },
): ByteRange | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] = header?.match(/^bytes=(\d{0,15})-(\d{0,15})$/) ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '') {
    const length = Math.min(Number(last), bytes);
    return length === 0 ? 'unsatisfiable' : { start: bytes - length, end: bytes - 1 };
  }
  const start = Number(first);
  const end = last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (start >= bytes) return 'unsatisfiable';
  return start > end ? undefined : { start, end };
}
