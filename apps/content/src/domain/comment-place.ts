import { commentDepthMax } from '@dailyfeed/contract/comment';
import { AppError, type ErrorCode } from '@dailyfeed/contract/errors';

type Unplaced = { id: string; postId: string; parentId?: string | null | undefined };
type Place = { id: string; postId: string; depth: number };

/**
 * Gives a depth to every comment that is not `known`, parents before replies, whatever the order they come in. Throws
 * COMMENT_NOT_FOUND for a parent that is nowhere or under another post, COMMENT_TOO_DEEP below the third level.
 */
export function placeComments<T extends Unplaced>(
  comments: T[],
  known: Place[],
): (T & { parentId: string | null; depth: number })[] {
  const places = new Map(known.map((place) => [place.id, place]));
  const placed: (T & { parentId: string | null; depth: number })[] = [];
  const refuse = (code: ErrorCode, comment: T): never => {
    throw new AppError(code, {
      details: { fields: { [`comments.${comments.indexOf(comment)}.parentId`]: 'invalid' } },
    });
  };

  let waiting = comments.filter((comment) => !places.has(comment.id));
  while (waiting.length > 0) {
    const later: T[] = [];
    for (const comment of waiting) {
      const parent = comment.parentId ? places.get(comment.parentId) : undefined;
      if (comment.parentId && !parent) {
        later.push(comment);
        continue;
      }
      if (parent && parent.postId !== comment.postId) refuse('COMMENT_NOT_FOUND', comment);
      const depth = parent ? parent.depth + 1 : 0;
      if (depth > commentDepthMax) refuse('COMMENT_TOO_DEEP', comment);
      places.set(comment.id, { id: comment.id, postId: comment.postId, depth });
      placed.push({ ...comment, parentId: comment.parentId ?? null, depth });
    }
    // No progress: what is left answers something unknown, or each other in a circle.
    const [stuck] = later;
    if (stuck && later.length === waiting.length) refuse('COMMENT_NOT_FOUND', stuck);
    waiting = later;
  }
  return placed;
}
