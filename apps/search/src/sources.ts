import type * as z from 'zod';

import { createContent } from './clients/content.ts';
import { createMembers } from './clients/members.ts';
import type { Deps } from './deps.ts';
import type { JobEnvs } from './env.ts';

/** Whose lists the index is made of, for the service and its command alike. */
export function connectSources(
  env: z.output<(typeof JobEnvs)['reindex']>,
  clock: { now(): Date },
): Pick<Deps, 'members' | 'content'> {
  return {
    members: createMembers({ url: env.MEMBER_URL, keys: env.PASSPORT_KEYS_MEMBER, ...clock }),
    content: createContent({ url: env.CONTENT_URL, keys: env.PASSPORT_KEYS_CONTENT, ...clock }),
  };
}
