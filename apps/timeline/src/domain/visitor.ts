import { createHmac } from 'node:crypto';

import { networkOf } from '@dailyfeed/auth/network';
import type { PassportKeys } from '@dailyfeed/auth/passport';

/** Tells apart who is not logged in. */
export type Visitors = {
  /**
   * Stands for a visitor of one post. An address is a person's, and there are few enough to try them all: without the
   * key nobody reads it back, nor finds the same visitor at another post.
   */
  markOf(visit: { postId: string; address: string }): string;
};

export function createVisitors([{ secret }]: PassportKeys): Visitors {
  return {
    markOf: ({ postId, address }) => {
      const mac = createHmac('sha256', secret).update(`visitor ${postId} ${networkOf(address)}`);
      return mac.digest('base64url').slice(0, 22);
    },
  };
}
