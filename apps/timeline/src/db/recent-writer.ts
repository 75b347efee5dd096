import type { RedisStore } from '@dailyfeed/service-kit/redis-store';

import type { ContentReader, ContentStore } from './reader.ts';

/**
 * While Redis is away nobody can note down who has written, and the content service may take some seconds longer to
 * reach it again: until then, and for as long as such a note would have stood, a missing note means nothing.
 */
const unknownForMs = 15_000;

/** Gives each request its reader. */
export type RequestReaders = (memberId: string | null) => ContentReader;

/**
 * Read your writes: who has written within the last 10 s, which the content service notes down as `wrote:<id>` before
 * it answers, reads from the primary. So does everybody of whom that cannot be told.
 */
export function createRequestReaders(
  store: ContentStore,
  state: Pick<RedisStore, 'ask'>,
): RequestReaders {
  let unknownUntil = -Infinity;

  const choose = async (memberId: string): Promise<ContentReader> => {
    const noted = await state.ask((redis) => redis.exists(`wrote:${memberId}`));
    const now = performance.now();
    if (noted === undefined) unknownUntil = now + unknownForMs;
    if (noted === 1) return store.ofPrimary('always');
    return now < unknownUntil ? store.ofPrimary('unless away') : store;
  };

  return (memberId) => {
    if (memberId === null || store.replicas.length === 0) return store;
    // Once a request: what it reads is of one age.
    let chosen: Promise<ContentReader> | undefined;
    const reader = (): Promise<ContentReader> => (chosen ??= choose(memberId));
    return { ...store, read: async (query) => (await reader()).read(query) };
  };
}
