import type { CommentPage, CommentThread } from '@dailyfeed/contract/comment';

/** The loaded comments in order, each once, without those that the page shows as the reader's own new ones. */
export function loadedThreads(
  pages: CommentPage[] | undefined,
  own: CommentThread[],
): CommentThread[] {
  return eachOnce(pages?.flatMap((page) => page.items) ?? [], own);
}

export function eachOnce(threads: CommentThread[], own: CommentThread[]): CommentThread[] {
  const seen = new Set(own.map((comment) => comment.id));
  return threads.filter((thread) => {
    const isNew = !seen.has(thread.id);
    seen.add(thread.id);
    return isNew;
  });
}
