import { isErrorCode } from '@dailyfeed/contract/errors';

import type { Answer } from './call.ts';

/** What would tell an attacker how we are made. */
export const leak =
  /node_modules|node:internal|\.ts:\d|prisma|postgres|mongo|redis|kafka|SELECT |ECONN(?:REFUSED|RESET)|\bat \w+ \(/i;

/** What is wrong with an answer; undefined when nothing is. */
export function problemOf({ status, text, appCode }: Answer): string | undefined {
  if (status < 400) return undefined;
  if (status >= 500) return `${status}: ${text}`;
  if (!isErrorCode(appCode) || appCode === 'INTERNAL') return `undocumented: ${text}`;
  return leak.test(text) ? `leaks: ${text}` : undefined;
}
