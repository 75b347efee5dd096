import { setTimeout as delay } from 'node:timers/promises';

import type { ActivityRouter } from '@dailyfeed/activity/api';
import { anonymous, type Identity } from '@dailyfeed/auth/identity';
import { PassportKeys } from '@dailyfeed/auth/passport';
import type { ContentRouter } from '@dailyfeed/content/api';
import type { NotificationPage } from '@dailyfeed/contract/notification';
import type { MemberRouter } from '@dailyfeed/member/api';
import { newId } from '@dailyfeed/service-kit/id';
import { createRemote } from '@dailyfeed/service-kit/remote';

import { uploadPictures } from './demo-pictures.ts';
import { type DemoWorld, makeDemoWorld } from './demo/world.ts';

// Keeps a request well below the services' body limit.
const likesPerRequest = 1000;
/** More would be told of than two cores get through while somebody takes a first look. */
const toldMs = 24 * 3_600_000;
const unreadMs = 3 * 3_600_000;
/** Longer than a break while the events of the import are handled, and than all of them take. */
const quietMs = 1500;
const tellingMs = 60_000;
const timeoutMs = 60_000;

export type DemoWorldTarget = {
  memberUrl: string;
  contentUrl: string;
  activityUrl: string;
  imageUrl: string;
  /** As in the services' environment: `kid:base64url`. */
  passportKeys: Record<'member' | 'content' | 'activity' | 'image', string>;
  /** The world's present. Keep it: with the same time a second import changes nothing. */
  at: Date;
};

/** Fills an empty site with a week of life, through the internal `import` procedures; of its last day everybody is told. */
export async function importDemoWorld(target: DemoWorldTarget): Promise<{ posts: number }> {
  const world = makeDemoWorld(target.at);
  const identity = anonymous('demo-world');
  const member = createRemote<MemberRouter>({
    url: target.memberUrl,
    audience: 'member',
    keys: PassportKeys.parse(target.passportKeys.member),
    caller: 'seed',
    timeoutMs,
  }).as(identity);
  const content = createRemote<ContentRouter>({
    url: target.contentUrl,
    audience: 'content',
    keys: PassportKeys.parse(target.passportKeys.content),
    caller: 'seed',
    timeoutMs,
  }).as(identity);

  const toldSince = new Date(target.at.getTime() - toldMs).toISOString();
  // A first start that was broken off has some of it already; what is there keeps what it shows.
  const memberIds = world.members.members.map(({ id }) => id);
  const known = await member.profile.summaries.query({ ids: memberIds });
  const written = await content.post.byIds.query({ ids: [...world.shown.keys()] });
  const images = await uploadPictures(target, {
    looks: known.length > 0 ? new Map() : world.looks,
    shown: written.length > 0 ? new Map() : world.shown,
  });
  const members = world.members.members.map((each) => ({
    ...each,
    ...images.ofMember.get(each.id),
  }));
  await member.import.members.mutate({ ...world.members, members, toldSince });
  const { comments, likes } = world.content;
  const posts = world.content.posts.map((post) => {
    const shown = images.ofPost.get(post.id);
    return shown ? { ...post, images: shown } : post;
  });
  await content.import.content.mutate({ posts, comments, likes: [], toldSince });
  for (let start = 0; start < likes.length; start += likesPerRequest) {
    const some = likes.slice(start, start + likesPerRequest);
    await content.import.content.mutate({ posts: [], comments: [], likes: some, toldSince });
  }
  await live(target, world);
  await Promise.all(world.kept.map(({ memberId }) => readNotifications(target, memberId)));
  return { posts: posts.length };
}

/** What members do for themselves and for admins; what they did before a start that was broken off, they leave. */
async function live(target: DemoWorldTarget, { kept, reports }: DemoWorld): Promise<void> {
  const as = (memberId: string) =>
    createRemote<ContentRouter>({
      url: target.contentUrl,
      audience: 'content',
      keys: PassportKeys.parse(target.passportKeys.content),
      caller: 'seed',
      timeoutMs,
    }).as(identityOf(memberId));
  for (const { memberId, bookmarkedIds, draft } of kept) {
    const { post, draft: drafts } = as(memberId);
    for (const id of bookmarkedIds) await post.bookmark.mutate({ id });
    const { items } = await drafts.list.query({});
    if (!items.some(({ id }) => id === draft.id))
      await drafts.save.mutate({ ...draft, version: 0 });
  }
  for (const { memberId, ...report } of reports) await as(memberId).post.report.mutate(report);
}

function identityOf(memberId: string): Identity {
  return {
    ...anonymous('demo-world'),
    member: { memberId, sessionId: newId(), roles: ['MEMBER'], amr: [] },
  };
}

/** Leaves to the member what the last hours brought: nobody finds a hundred things unread. */
async function readNotifications(target: DemoWorldTarget, memberId: string): Promise<void> {
  const activity = createRemote<ActivityRouter>({
    url: target.activityUrl,
    audience: 'activity',
    keys: PassportKeys.parse(target.passportKeys.activity),
    caller: 'seed',
    timeoutMs,
  }).as(identityOf(memberId));
  const until = new Date(target.at.getTime() - unreadMs).toISOString();
  await untilTold(() => activity.notification.list.query({ limit: 100 }));
  await activity.notification.markRead.mutate({ until });
}

/** What is told after it could have been read is unread, so nothing is marked while there comes more. */
async function untilTold(list: () => Promise<NotificationPage>): Promise<void> {
  const deadline = Date.now() + tellingMs;
  let told = '';
  for (let quietSince = Date.now(); Date.now() < deadline; await delay(250)) {
    const now = JSON.stringify((await list()).items.map(({ id, count }) => [id, count]));
    if (now !== told || now === '[]') quietSince = Date.now();
    if (Date.now() - quietSince > quietMs) return;
    told = now;
  }
}
