import { randomUUID } from 'node:crypto';

import type { Someone } from '../src/network.ts';
import type { Site } from './_browser.ts';

/** A post of Bob's, and what he says under it. */
export async function startConversation(site: Site) {
  const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
  const { id: postId } = await bob.api.content.post.create.mutate({
    text: 'Who saw the heron?',
    idempotencyKey: randomUUID(),
  });
  const say = (person: Someone, text: string, parentId: string | null = null) =>
    person.api.content.comment.create.mutate({
      postId,
      parentId,
      text,
      idempotencyKey: randomUUID(),
    });
  return { ann, bob, postId, say };
}
