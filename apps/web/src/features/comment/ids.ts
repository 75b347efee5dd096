/** Where the comments of a post begin on its page; links may point at it. */
export const commentsId = 'comments';

/** The element of one comment, where somebody was led to it. */
export function commentElementId(id: string): string {
  return `comment-${id}`;
}
