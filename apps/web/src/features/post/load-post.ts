import 'server-only';
import type { CommentPage } from '@dailyfeed/contract/comment';
import { type Post, PostId } from '@dailyfeed/contract/post';
import { cache } from 'react';

import { failureOf } from '../../lib/failure.ts';
import { getServerApi } from '../../lib/server-api.ts';

export type LoadedPost = { post: Post; comments: CommentPage | undefined };

/** A post and the first of its comments as a visitor sees them, once per request; undefined when there is nothing to see. */
export const loadPost = cache(async (id: string): Promise<LoadedPost | undefined> => {
  if (!PostId.safeParse(id).success) return undefined;
  const api = await getServerApi();
  const [post, comments] = await Promise.allSettled([
    api.timeline.post.byId.query({ id }),
    api.timeline.post.comments.query({ postId: id }),
  ]);
  if (post.status === 'rejected') {
    if (failureOf(post.reason).code === 'POST_NOT_FOUND') return undefined;
    throw post.reason;
  }
  // The post can be read without them; the browser asks for them again.
  const page = comments.status === 'fulfilled' ? comments.value : undefined;
  return { post: post.value, comments: page };
});

const excerptMax = 160;

/** The beginning of a text in one line, for titles and previews. */
export function excerptOf(text: string, max = excerptMax): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line.length <= max) return line;
  const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(line);
  let excerpt = '';
  for (const { segment } of graphemes) {
    if (excerpt.length + segment.length >= max) break;
    excerpt += segment;
  }
  return `${excerpt.trimEnd()}…`;
}
