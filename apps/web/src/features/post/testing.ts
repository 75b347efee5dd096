import type { Post } from '@dailyfeed/contract/post';

const author = {
  id: '0199a000-0000-7000-8000-00000000000a',
  handle: 'mina',
  displayName: 'Mina',
  avatarUrl: null,
  visibility: 'PUBLIC' as const,
};

/** A post of which nothing is known but its id. For tests. */
export function createPost(id: string): Post {
  const createdAt = '2026-11-21T08:00:00.000Z';
  return {
    id,
    authorId: author.id,
    author,
    text: id,
    contentWarning: null,
    language: null,
    entities: [],
    images: [],
    version: 1,
    createdAt,
    editedAt: null,
    likeCount: 0,
    commentCount: 0,
    bookmarkCount: 0,
    viewCount: 0,
    liked: false,
    bookmarked: false,
    hiding: null,
  };
}
