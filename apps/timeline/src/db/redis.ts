import type { Log } from '@dailyfeed/service-kit/log';
import { connectRedisStore, type RedisStore } from '@dailyfeed/service-kit/redis-store';

import { homeScripts } from './home.ts';
import { mergedAuthorScripts } from './merged-author.ts';
import { rankingScripts } from './ranking.ts';
import { summaryScripts } from './summary.ts';
import { visitScripts } from './visit.ts';

/** A Redis server that may be away, with the scripts of this service. */
export function connectRedis(args: { url: string; name: string; log: Log }): Promise<RedisStore> {
  const scripts = {
    ...homeScripts,
    ...mergedAuthorScripts,
    ...rankingScripts,
    ...summaryScripts,
    ...visitScripts,
  };
  return connectRedisStore({ ...args, scripts });
}
