import { Redis } from 'ioredis';

/** Looks into home timelines: what a feed shows may also come from the database. */
export async function openHomes(redisUrl: string): Promise<
  {
    /** Ids of a member's home timeline, newest first; empty while there is none. */
    read(memberId: string): Promise<string[]>;
  } & AsyncDisposable
> {
  const redis = new Redis(redisUrl);
  // Tests end the server; it reconnects by itself.
  redis.on('error', () => undefined);
  return {
    read: (memberId) => redis.zrange(`{home:${memberId}}`, '+', '-', 'BYLEX', 'REV'),
    [Symbol.asyncDispose]: async () => {
      await redis.quit();
    },
  };
}
