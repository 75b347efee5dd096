import type { Post } from '@dailyfeed/contract/post';

/** Where the changed text of a post is kept until it is saved. */
export function postEditSlot({ authorId, id }: Pick<Post, 'authorId' | 'id'>): string {
  return `edit:${authorId}:${id}`;
}
