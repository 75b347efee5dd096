import { parseArgs } from 'node:util';

import { type ServiceName, serviceNames } from '@dailyfeed/scripts/service-env';
import * as z from 'zod';

/** How a benchmark is run: `npm run bench -- feed --members 10000 --per-second 50 --seconds 5`. */
export type Options = {
  members: number;
  perSecond: number;
  seconds: number;
  /** Service whose process writes a CPU profile when it ends, for Chromium's developer tools. */
  profile: ServiceName | undefined;
};

/** What the command line says, and the rest from `defaults`. */
export function readOptions(defaults: Pick<Options, 'perSecond' | 'seconds'>): Options {
  const { values } = parseArgs({
    options: {
      members: { type: 'string', default: '100000' },
      'per-second': { type: 'string', default: String(defaults.perSecond) },
      seconds: { type: 'string', default: String(defaults.seconds) },
      profile: { type: 'string' },
    },
  });
  return {
    // With fewer, nobody could follow a thousand.
    members: toCount('members', values.members, 5000),
    perSecond: toCount('per-second', values['per-second'], 1),
    seconds: toCount('seconds', values.seconds, 1),
    profile: z.enum(serviceNames).optional().parse(values.profile),
  };
}

function toCount(name: string, text: string, least: number): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < least) {
    throw new Error(`--${name} takes a whole number from ${least}`);
  }
  return count;
}
