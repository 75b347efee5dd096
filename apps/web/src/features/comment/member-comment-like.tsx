'use client';

import type { CommentThread } from '@dailyfeed/contract/comment';
import type { LikeState } from '@dailyfeed/contract/post';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, use, useEffect, useRef } from 'react';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { useApiClient } from '../../lib/api.ts';
import { toast } from '../../ui/toaster.tsx';
import { ConversationContext } from './comment-change.ts';

/** Carries out presses of the like button beside it, also those made before this part was loaded. */
export function MemberCommentLike(props: { comment: CommentThread; presses: number }): ReactNode {
  const { comment, presses } = props;
  const { id } = comment;
  const client = useApiClient();
  const queryClient = useQueryClient();
  const { change } = use(ConversationContext);
  const errorText = useErrorText();
  const mutationKey = ['comment', 'like', id];
  const { mutate } = useMutation<LikeState, Error, boolean>({
    mutationKey,
    // Presses of one comment reach the service one after another, so the last one wins.
    scope: { id: mutationKey.join(':') },
    networkMode: 'always',
    mutationFn: (liked) => {
      const { like, unlike } = client.content.comment;
      return (liked ? like : unlike).mutate({ id });
    },
    onMutate: (liked) => change(id, (shown) => withLike(shown, liked)),
    onError: (error, liked) => {
      change(id, (shown) => withLike(shown, !liked));
      toast.error(errorText(error));
    },
    onSuccess: (state) => {
      // An answer that a later press has overtaken would only flicker.
      if (queryClient.isMutating({ mutationKey }) === 1) {
        change(id, (shown) => ({ ...shown, ...state }));
      }
    },
  });

  const done = useRef(0);
  useEffect(() => {
    const isToggled = (presses - done.current) % 2 === 1;
    done.current = presses;
    if (isToggled) mutate(!comment.liked);
  });
  return null;
}

function withLike(comment: CommentThread, liked: boolean): CommentThread {
  if (comment.liked === liked) return comment;
  return { ...comment, liked, likeCount: Math.max(0, comment.likeCount + (liked ? 1 : -1)) };
}
