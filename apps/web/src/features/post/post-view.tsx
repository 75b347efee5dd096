'use client';

import type { CommentPage } from '@dailyfeed/contract/comment';
import type { Post } from '@dailyfeed/contract/post';
import dynamic from 'next/dynamic';
import { type ReactNode, Suspense, useEffect, useState } from 'react';

import { useApiLoading } from '../../lib/api-loading.ts';
import { useIsHydrated } from '../../lib/hydration.ts';
import { withoutFail } from '../../lib/part.ts';
import { useSession } from '../../lib/session.tsx';
import { MissingPart } from '../../ui/missing-part.tsx';
import { CommentSkeletons } from '../comment/comment-skeletons.tsx';
import { VisitorComments } from '../comment/visitor-comments.tsx';
import { PostDetailSkeleton } from './post-detail-skeleton.tsx';
import { PostDetail } from './post-detail.tsx';
import { sendVisitorView } from './send-view.ts';

export type PostViewProps = {
  id: string;
  /** As the server saw it for a visitor; undefined where a visitor may not see it. */
  initialPost: Post | undefined;
  initialComments: CommentPage | undefined;
  /** The comment that was asked for by its address. */
  commentId: string | undefined;
};

// Who came to read one post has all of it: only members, and visitors on their way through the site, wait for this.
const LivePost = dynamic(
  withoutFail(() => import('./live-post.tsx').then((module) => module.LivePost), PostWithoutLife),
);

/** A post and its comments: what the server rendered first, then what the reader's own session adds to it. */
export function PostView(props: PostViewProps): ReactNode {
  const { initialPost, initialComments, commentId } = props;
  const { likely } = useSession();
  const { isLoaded, load } = useApiLoading();
  const [startsLive] = useState(isLoaded);
  const isHydrated = useIsHydrated();
  const [isFromServer] = useState(!isHydrated);
  // The server may have failed to get the comments, and looks for no single one; the browser asks.
  const isWhole =
    initialPost !== undefined && initialComments !== undefined && commentId === undefined;
  useEffect(() => {
    if (!isWhole && !isLoaded) load().catch(() => undefined);
  }, [isWhole, isLoaded, load]);

  const rendered = <RenderedPost {...props} />;
  if (!isLoaded || (isWhole && !startsLive && likely === 'anonymous')) return rendered;
  // What the server wrote is taken over in one piece. In a `Suspense` of its own it would be drawn anew when the member
  // is known before the script is there, and what was pressed in it would be lost.
  if (startsLive && isFromServer) return <LivePost {...props} />;
  return (
    <Suspense fallback={rendered}>
      <LivePost {...props} />
    </Suspense>
  );
}

function RenderedPost({
  id,
  initialPost,
  initialComments,
  isReadOnly,
}: PostViewProps & { isReadOnly?: boolean }): ReactNode {
  const { likely } = useSession();
  if (!initialPost) return <PostDetailSkeleton />;
  return (
    <>
      <PostDetail
        post={initialPost}
        isReadOnly={isReadOnly}
        onSeen={likely === 'anonymous' ? () => sendVisitorView(id) : undefined}
      />
      {initialComments ? (
        <VisitorComments postId={id} page={initialComments} isReadOnly={isReadOnly} />
      ) : (
        <CommentSkeletons />
      )}
    </>
  );
}

/**
 * Where the script of `LivePost` cannot come: what the server rendered can still be read. What is pressed or written
 * there would be sent and not be seen.
 */
function PostWithoutLife(props: PostViewProps): ReactNode {
  return (
    <>
      <div className="px-4 tablet:px-5">
        <MissingPart />
      </div>
      {props.initialPost && <RenderedPost {...props} isReadOnly />}
    </>
  );
}
