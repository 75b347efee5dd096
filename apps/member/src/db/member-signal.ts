import { membersChannel } from '@dailyfeed/contract/signal';
import type { Redis } from 'ioredis';

/** Tells whoever remembers a member to ask anew. */
export async function publishMember(redis: Redis, memberId: string): Promise<void> {
  await redis.publish(membersChannel, memberId);
}
