import 'server-only';
import type { CommentWithPostPage } from '@dailyfeed/contract/comment';
import { type FollowPage, handlePattern, type Profile } from '@dailyfeed/contract/member';
import type { PostPage } from '@dailyfeed/contract/post';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';

import { failureOf } from '../../lib/failure.ts';
import { getServerApi } from '../../lib/server-api.ts';
import { isLikelyMember } from '../../lib/server-reader.ts';
import { pageSize } from '../feed/feed-options.ts';
import type { FollowSide } from './follow-list.tsx';
import { followPageSize } from './follow-options.ts';
import { mediaPageSize } from './media-options.ts';

/** The handle of an address such as `/@mina`; whatever lacks the `@` is no page. */
export function handleOf(segment: string): string {
  const name = decodeURIComponent(segment);
  if (!name.startsWith('@') || !handlePattern.test(name.slice(1))) notFound();
  return name.slice(1);
}

/** A profile as a visitor sees it, once per request; undefined when there is nothing to see. */
export const findProfile = cache(async (handle: string): Promise<Profile | undefined> => {
  const api = await getServerApi();
  try {
    return await api.member.profile.byHandle.query({ handle });
  } catch (error) {
    if (failureOf(error).code === 'MEMBER_NOT_FOUND') return undefined;
    throw error;
  }
});

/**
 * The profile of a page. Answers "not found" where no reader could see one, and leads to the address with the
 * handle as its member writes it; undefined where a member perhaps sees what a visitor may not.
 */
export async function loadProfile(
  handle: string,
  addressOf: (handle: string) => string,
): Promise<Profile | undefined> {
  const profile = await findProfile(handle);
  if (!profile && !(await isLikelyMember())) notFound();
  if (profile && profile.handle !== handle) redirect(addressOf(profile.handle));
  return profile;
}

/** The first of a member's posts as a visitor sees them; undefined when they cannot be had: the browser asks itself. */
export async function findPostsOf(authorId: string): Promise<PostPage | undefined> {
  try {
    const api = await getServerApi();
    return await api.timeline.feed.byAuthor.query({ authorId, limit: pageSize });
  } catch {
    return undefined;
  }
}

/** The first of a member's posts with pictures as a visitor sees them; undefined when they cannot be had. */
export async function findMediaOf(authorId: string): Promise<PostPage | undefined> {
  try {
    const api = await getServerApi();
    const input = { authorId, only: 'media', limit: mediaPageSize } as const;
    return await api.timeline.feed.byAuthor.query(input);
  } catch {
    return undefined;
  }
}

/** The first of a member's comments as a visitor sees them; undefined when they cannot be had. */
export async function findCommentsOf(authorId: string): Promise<CommentWithPostPage | undefined> {
  try {
    const api = await getServerApi();
    return await api.timeline.comment.byAuthor.query({ authorId, limit: pageSize });
  } catch {
    return undefined;
  }
}

/** The first of one side of a member's follows as a visitor sees them; undefined when they cannot be had. */
export async function findFollowsOf(
  memberId: string,
  side: FollowSide,
): Promise<FollowPage | undefined> {
  try {
    const { follow } = (await getServerApi()).member;
    const input = { memberId, limit: followPageSize };
    return await (side === 'followers'
      ? follow.followers.query(input)
      : follow.followings.query(input));
  } catch {
    return undefined;
  }
}
