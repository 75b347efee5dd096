import { randomUUID } from 'node:crypto';

import { accessOf, type ActorName, type State } from './table.ts';
import type { Api, World } from './world.ts';

/** What is tried on a post. Marking and answering what moderation has hidden is refused to its author, too. */
export const attempts = {
  like: {
    needs: 'open',
    make: ({ content }, { postId }) => content.post.like.mutate({ id: postId }),
  },
  bookmark: {
    needs: 'open',
    make: ({ content }, { postId }) => content.post.bookmark.mutate({ id: postId }),
  },
  comment: {
    needs: 'open',
    make: ({ content }, { postId }) =>
      content.comment.create.mutate({ postId, text: 'tried', idempotencyKey: randomUUID() }),
  },
  view: {
    needs: 'readable',
    make: ({ timeline }, { postId }) => timeline.post.view.mutate({ id: postId }),
  },
  watch: {
    needs: 'readable',
    make: ({ timeline }, { postId }) =>
      timeline.post.watch.mutate({ id: postId, pageId: 'matrix-page' }),
  },
} as const satisfies Record<
  string,
  { needs: 'open' | 'readable'; make(api: Api, world: World): Promise<unknown> }
>;
export type AttemptName = keyof typeof attempts;
export const attemptNames = Object.keys(attempts) as AttemptName[]; // the keys of the literal above

export function isAllowed(state: State, actor: ActorName, name: AttemptName): boolean {
  if (attempts[name].needs === 'open' && state === 'a post that moderation hid') return false;
  return accessOf(state, actor, 'post') !== 'none';
}
