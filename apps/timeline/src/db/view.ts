import { createHash } from 'node:crypto';

import type { RedisStore } from './redis.ts';

const countedForSeconds = 3600;

/** Whether it is this viewer's first look at a post within the hour; not while Redis cannot tell. */
export async function isFirstView(
  state: Pick<RedisStore, 'ask'>,
  args: { namespace: string; postId: string; memberId: string | null; address: string },
): Promise<boolean> {
  // An address is a person's: only what cannot be read back is kept.
  const viewer =
    args.memberId ?? createHash('sha256').update(args.address).digest('base64url').slice(0, 22);
  const key = `${args.namespace}viewed:${args.postId}:${viewer}`;
  const answer = await state.ask((redis) => redis.set(key, 1, 'EX', countedForSeconds, 'NX'));
  return answer === 'OK';
}
