'use client';

import type { CommentThread } from '@dailyfeed/contract/comment';
import type { LikeState } from '@dailyfeed/contract/post';
import { use } from 'react';

import { useApiClient } from '../../lib/api.ts';
import { useCountedPresses } from '../../lib/use-counted-presses.ts';
import { usePress } from '../../lib/use-press.ts';
import { ConversationContext } from './comment-change.ts';

/** Carries out presses of the like button beside it, also those made before this part was loaded. */
export function MemberCommentLike(props: { comment: CommentThread; presses: number }): null {
  const { comment, presses } = props;
  const { id } = comment;
  const client = useApiClient();
  const { change } = use(ConversationContext);
  const press = usePress<boolean, LikeState>({
    mutationKey: ['comment', 'like', id],
    show: (liked) => change(id, (shown) => withLike(shown, liked)),
    send: (liked) => {
      const { like, unlike } = client.content.comment;
      return (liked ? like : unlike).mutate({ id });
    },
    toState: (_answer, liked) => liked,
    onAnswer: (answer, { isLast }) => {
      if (isLast) change(id, (shown) => ({ ...shown, ...answer }));
    },
  });

  useCountedPresses(presses, () => press({ wished: !comment.liked, before: comment.liked }));
  return null;
}

function withLike(comment: CommentThread, liked: boolean): CommentThread {
  if (comment.liked === liked) return comment;
  return { ...comment, liked, likeCount: Math.max(0, comment.likeCount + (liked ? 1 : -1)) };
}
