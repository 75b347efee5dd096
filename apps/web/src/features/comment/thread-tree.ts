import type { CommentPage, CommentThread } from '@dailyfeed/contract/comment';

/** The comment on whatever level it stands. */
export function findThread(threads: CommentThread[], id: string): CommentThread | undefined {
  return flatThreads(threads).find((thread) => thread.id === id);
}

/** Those of the threads, on whatever level, whose ids are not among `known`. */
export function freshAmong(threads: CommentThread[], known: ReadonlySet<string>): CommentThread[] {
  return flatThreads(threads).filter(({ id }) => !known.has(id));
}

/** Every comment of the threads, in the order they are read. */
export function flatThreads(threads: CommentThread[]): CommentThread[] {
  return threads.flatMap((thread) => [thread, ...flatThreads(thread.replies)]);
}

/** The threads with one comment changed, on whatever level it stands; null takes it away. */
export function changeThreads(
  threads: CommentThread[],
  id: string,
  change: (comment: CommentThread) => CommentThread | null,
): CommentThread[] {
  return threads.flatMap((thread) => {
    if (thread.id !== id) return { ...thread, replies: changeThreads(thread.replies, id, change) };
    return change(thread) ?? [];
  });
}

/** What a comment becomes that was removed while its place stays. */
export const removed: Pick<CommentThread, 'author' | 'authorId' | 'text' | 'entities'> = {
  author: null,
  authorId: null,
  text: '',
  entities: [],
};

/**
 * The pages with a comment that was just written in its place: the last that answers its parent, or the last of all.
 * Where what stands before it is not loaded yet, it comes with that.
 */
export function withWritten(pages: CommentPage[], written: CommentThread): CommentPage[] {
  const { parentId } = written;
  const isLoaded = (cursor: string | null): boolean => cursor === null;
  if (parentId === null) {
    return pages.map((page, index) =>
      index === pages.length - 1 && isLoaded(page.nextCursor)
        ? { ...page, items: [...page.items, written] }
        : page,
    );
  }
  const answer = (threads: CommentThread[]): CommentThread[] =>
    threads.map((thread) =>
      thread.id === parentId && isLoaded(thread.repliesCursor)
        ? { ...thread, replies: [...thread.replies, written] }
        : { ...thread, replies: answer(thread.replies) },
    );
  return pages.map((page) => ({ ...page, items: answer(page.items) }));
}
