import { type ImageVariant } from '@dailyfeed/contract/image';
import { toImagePath } from '@dailyfeed/contract/image-path';
import type { Me, MemberSummary, Profile } from '@dailyfeed/contract/member';

import type { MemberRow } from './client.ts';

export function toSummary(row: MemberRow): MemberSummary {
  return {
    id: row.id,
    handle: row.handle,
    displayName: row.displayName,
    avatarUrl: toUrl(row.avatarImageId, 'thumb'),
    visibility: row.visibility,
  };
}

export function toProfile(
  row: MemberRow,
  seen: Pick<Profile, 'isRestricted' | 'relation'>,
): Profile {
  return { ...toShown(row), ...(seen.isRestricted && hidden), ...seen };
}

/** What is left of a profile for a reader who sees only whose it is. */
const hidden = {
  bio: '',
  location: '',
  websiteUrl: null,
  coverUrl: null,
  followerCount: null,
  followingCount: null,
};

export function toMe(row: MemberRow): Me {
  return {
    ...toShown(row),
    avatarImageId: row.avatarImageId,
    coverImageId: row.coverImageId,
    birthDate: row.birthDate && toDay(row.birthDate),
    gender: row.gender,
    country: row.country,
    email: row.email,
    emailVerified: row.emailVerifiedAt !== null,
    roles: row.roles,
    language: row.language,
  };
}

/** What a member shows to who may see it. */
function toShown(row: MemberRow) {
  return {
    ...toSummary(row),
    bio: row.bio,
    location: row.location,
    websiteUrl: row.websiteUrl,
    coverUrl: toUrl(row.coverImageId, 'large'),
    followerCount: row.followerCount,
    followingCount: row.followingCount,
    joinedAt: row.createdAt.toISOString(),
  };
}

function toUrl(id: string | null, variant: ImageVariant): string | null {
  return id === null ? null : toImagePath({ id, token: null }, variant);
}

/** `yyyy-mm-dd`, as the date was given: it has no zone. */
function toDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}
