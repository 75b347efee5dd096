import { anonymous } from '@dailyfeed/auth/identity';
import { PassportKeys } from '@dailyfeed/auth/passport';
import type { ContentRouter } from '@dailyfeed/content/api';
import type { MemberRouter } from '@dailyfeed/member/api';
import { createRemote } from '@dailyfeed/service-kit/remote';

import { makeDemoWorld } from './demo/world.ts';

// Keeps a request well below the services' body limit.
const likesPerRequest = 1000;

export type DemoWorldTarget = {
  memberUrl: string;
  contentUrl: string;
  /** As in the services' environment: `kid:base64url`. */
  memberKeys: string;
  contentKeys: string;
  /** The world's present. Keep it: with the same time a second import changes nothing. */
  at: Date;
};

/** Fills an empty site with a week of life, through the internal `import` procedures. */
export async function importDemoWorld(target: DemoWorldTarget): Promise<{ posts: number }> {
  const world = makeDemoWorld(target.at);
  const timeoutMs = 60_000;
  const identity = anonymous('demo-world');
  const member = createRemote<MemberRouter>({
    url: target.memberUrl,
    audience: 'member',
    keys: PassportKeys.parse(target.memberKeys),
    caller: 'seed',
    timeoutMs,
  }).as(identity);
  const content = createRemote<ContentRouter>({
    url: target.contentUrl,
    audience: 'content',
    keys: PassportKeys.parse(target.contentKeys),
    caller: 'seed',
    timeoutMs,
  }).as(identity);

  await member.import.members.mutate(world.members);
  const { posts, comments, likes } = world.content;
  await content.import.content.mutate({ posts, comments, likes: [] });
  for (let start = 0; start < likes.length; start += likesPerRequest) {
    const some = likes.slice(start, start + likesPerRequest);
    await content.import.content.mutate({ posts: [], comments: [], likes: some });
  }
  return { posts: posts.length };
}
