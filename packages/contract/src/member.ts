import * as z from 'zod';

import { Id } from './id.ts';
import { feedPageOf, PageInput, pageOf } from './page.ts';
import { Gender } from './profile-field.ts';
import { line, optionalText } from './text.ts';

export const MemberId = Id;

export const handlePattern = /^[a-zA-Z0-9_]{3,30}$/;

/** A handle as someone chooses it; unique without regard to case. */
export const Handle = z
  .string()
  .min(3)
  .max(30)
  .regex(/^[a-zA-Z0-9_]*$/, 'invalid_handle');

export const Visibility = z.enum(['PUBLIC', 'FOLLOWERS', 'PRIVATE']);
export type Visibility = z.infer<typeof Visibility>;

export const Role = z.enum(['MEMBER', 'ADMIN']);
export type Role = z.infer<typeof Role>;

/** What is needed to show who wrote something. */
export const MemberSummary = z.object({
  id: MemberId,
  handle: z.string(),
  displayName: z.string(),
  /** Within the site; for whoever sees the name beside it. */
  avatarUrl: z.string().nullable(),
  visibility: Visibility,
});
export type MemberSummary = z.infer<typeof MemberSummary>;

/** A profile as others see it. */
export const Profile = MemberSummary.extend({
  bio: z.string(),
  location: z.string(),
  websiteUrl: z.string().nullable(),
  /** Within the site; good for an hour where not everybody may see it. */
  coverUrl: z.string().nullable(),
  /** The reader sees who this is and nothing more: what the member tells and counts is left empty. */
  isRestricted: z.boolean(),
  /** Null where the reader may not see it. */
  followerCount: z.number().int().nullable(),
  followingCount: z.number().int().nullable(),
  joinedAt: z.iso.datetime(),
  /** How the reader and this member stand to each other; null for a reader who is not logged in. */
  relation: z
    .object({
      isSelf: z.boolean(),
      following: z.boolean(),
      /** The reader has asked to follow, and waits for an answer. */
      requested: z.boolean(),
      followsYou: z.boolean(),
    })
    .nullable(),
});
export type Profile = z.infer<typeof Profile>;

/** A profile as its owner sees it. */
export const Me = Profile.omit({ relation: true, isRestricted: true }).extend({
  followerCount: z.number().int(),
  followingCount: z.number().int(),
  avatarImageId: z.string().nullable(),
  coverImageId: z.string().nullable(),
  birthDate: z.string().nullable(),
  gender: Gender.nullable(),
  country: z.string().nullable(),
  email: z.string(),
  emailVerified: z.boolean(),
  roles: z.array(Role),
  language: z.string(),
});
export type Me = z.infer<typeof Me>;

export const ByHandleInput = z.strictObject({
  handle: z
    .string()
    .min(1)
    .max(30)
    .regex(/^[a-zA-Z0-9_]*$/, 'invalid_handle'),
});
/** Who is meant by handles that a text names. For other services. */
export const ByHandlesInput = z.strictObject({
  handles: z.array(z.string().regex(handlePattern)).min(1).max(50),
});
export const HandleHolder = z.object({
  /** As it was asked for. */
  handle: z.string(),
  memberId: MemberId,
});
export type HandleHolder = z.infer<typeof HandleHolder>;
export const MemberIdInput = z.strictObject({ memberId: MemberId });
/** For other services: members of `ids` whom the reader may meet, in the order asked for. */
export const ListItemsInput = z.strictObject({ ids: z.array(MemberId).min(1).max(100) });
/** At most so many ids at once. */
export const summariesMax = 200;
export const SummariesInput = z.strictObject({ ids: z.array(MemberId).max(summariesMax) });

/** At most so many ids at once. */
export const readableMax = 200;
/** Whose words one may read: of `ids`, those who show what they write to `readerId`. For other services. */
export const ReadableIdsInput = z.strictObject({
  readerId: MemberId,
  ids: z.array(MemberId).min(1).max(readableMax),
});
export type ReadableIdsInput = z.infer<typeof ReadableIdsInput>;
export const ReadableIds = z.object({ ids: z.array(MemberId) });
export type ReadableIds = z.infer<typeof ReadableIds>;

const pair = { readerId: MemberId, memberId: MemberId };
/** At most so many pairs at once. */
export const relationshipsMax = 500;
/** How readers stand to others, for who has to know it of many at once. For other services. */
export const RelationshipsInput = z.strictObject({
  pairs: z.array(z.strictObject(pair)).min(1).max(relationshipsMax),
});
export const Relationship = z.object({
  ...pair,
  /** The reader follows the member. */
  following: z.boolean(),
  /** The reader may read what the member writes. */
  readable: z.boolean(),
  /** Blocked, in either direction, or muted by the reader at this moment. */
  hidden: z.boolean(),
});
export type Relationship = z.infer<typeof Relationship>;

export const Language = z.enum(['ko', 'en']);
export type Language = z.infer<typeof Language>;

export const DisplayName = line(50);
export const Bio = optionalText(500);

/** At most one of the two: a follow of who shows themselves to followers only is asked for first. */
export const FollowState = z.object({ following: z.boolean(), requested: z.boolean() });
export type FollowState = z.infer<typeof FollowState>;

export const FollowListItem = MemberSummary.extend({
  bio: z.string(),
  /** The reader follows this member; false for a reader who is not logged in. */
  following: z.boolean(),
  requested: z.boolean(),
  followsYou: z.boolean(),
});
export type FollowListItem = z.infer<typeof FollowListItem>;
export const FollowListInput = PageInput.extend({ memberId: MemberId });
export const FollowPage = feedPageOf(FollowListItem);
export type FollowPage = z.infer<typeof FollowPage>;

/** More than this many waiting requests are not told apart. */
export const followRequestCountMax = 99;
export const FollowRequestCount = z.object({
  count: z.number().int().min(0).max(followRequestCountMax),
});
export type FollowRequestCount = z.infer<typeof FollowRequestCount>;

/** Ids of one side of the follow graph, for other services. */
export const FollowIdsInput = z.strictObject({
  memberId: MemberId,
  side: z.enum(['followers', 'followings']),
  cursor: z.string().max(512).nullish(),
  limit: z.number().int().min(1).max(1000).default(1000),
});
export const FollowIdsPage = pageOf(MemberId);
export type FollowIdsPage = z.infer<typeof FollowIdsPage>;
