'use client';

import type {
  FoundComment,
  FoundCommentPage,
  FoundPost,
  FoundPostPage,
  SearchSort,
} from '@dailyfeed/contract/search';
import type { ReactNode } from 'react';

import { useApi } from '../../lib/api.ts';
import { CommentCard } from '../comment/comment-card.tsx';
import { feedOptions, pageSize } from '../feed/feed-options.ts';
import { useFirstPage } from '../feed/use-first-page.ts';
import { useList } from '../feed/use-list.ts';
import { PostCard } from '../post/post-card.tsx';
import { FoundItems } from './found-items.tsx';
import { withIds } from './with-ids.ts';

type FoundTextsProps<FoundPage> = {
  query: string;
  sort: SearchSort;
  initial: FoundPage | undefined;
};

const postsWithIds = withIds(({ post }: FoundPost) => post.id);
const commentsWithIds = withIds(({ comment }: FoundComment) => comment.id);

/** Posts that match a query. */
export function FoundPosts({ query, sort, initial }: FoundTextsProps<FoundPostPage>): ReactNode {
  const result = useList(
    useApi().search.search.posts.infiniteQueryOptions(
      { query, sort, limit: pageSize },
      { ...feedOptions, ...useFirstPage(initial), select: postsWithIds },
    ),
  );
  return (
    <FoundItems type="posts" query={query} result={result}>
      {drawPost}
    </FoundItems>
  );
}

/** Comments that match a query. */
export function FoundComments(props: FoundTextsProps<FoundCommentPage>): ReactNode {
  const { query, sort, initial } = props;
  const result = useList(
    useApi().search.search.comments.infiniteQueryOptions(
      { query, sort, limit: pageSize },
      { ...feedOptions, ...useFirstPage(initial), select: commentsWithIds },
    ),
  );
  return (
    <FoundItems type="comments" query={query} result={result}>
      {drawComment}
    </FoundItems>
  );
}

function drawPost({ post, highlights }: FoundPost): ReactNode {
  return <PostCard post={post} highlights={highlights} />;
}

function drawComment({ comment, highlights }: FoundComment): ReactNode {
  return <CommentCard comment={comment} highlights={highlights} />;
}
