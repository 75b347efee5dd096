import type { DomainEvent } from '@dailyfeed/contract/events';
import type { IndexedMember } from '@dailyfeed/contract/index-page';
import { inParts } from '@dailyfeed/service-kit/in-parts';
import { inTransaction, type Transaction } from '@dailyfeed/service-kit/postgres';

import { addErased, findErased } from '../db/erased.ts';
import { lockLiving } from '../db/generation.ts';
import {
  deleteMembers,
  type MemberRow,
  updateFollowerCounts,
  upsertMembers,
} from '../db/members.ts';
import { deleteRecents } from '../db/recents.ts';
import { replaceTags } from '../db/tags.ts';
import {
  deleteCommentsOf,
  deleteTextsOf,
  hideTexts,
  type TextKey,
  type TextRow,
  type TextTable,
  updateCounts,
  upsertTexts,
} from '../db/texts.ts';
import type { Deps } from '../deps.ts';
import { toPrefixKey, toPrefixTokens } from './prefix.ts';
import { type TextChange, toChanges } from './text-change.ts';
import {
  bioMark,
  filterToken,
  quote,
  tagsOf,
  toPlaces,
  toTsvector,
  writeTsvector,
} from './token.ts';
import { toUnits } from './unit.ts';

/** More at once the member service does not tell of. */
const membersPerRequest = 200;

/** Takes events into all generations that live. May be done again, and in any order: the latest version stands. */
export async function indexEvents(
  deps: Pick<Deps, 'db' | 'members'>,
  events: readonly DomainEvent[],
): Promise<void> {
  const changes = toChanges(events);
  const members = await readMembers(deps, changes.memberIds);
  const followed = await readMembers(deps, changes.followedIds);
  const { erasedIds } = changes;
  await inTransaction(deps.db, async (tx) => {
    // What is written at the same time by somebody who has not heard of it would not be erased.
    const generations = await lockLiving(tx, erasedIds.length === 0 ? 'together' : 'alone');
    await addErased(tx, erasedIds);
    await putMembers(tx, { members: members.present, generations, as: 'told' });
    await updateFollowerCounts(tx, { members: followed.present, generations });
    await deleteMembers(tx, [...members.absentIds, ...erasedIds]);
    await putTexts(tx, { table: 'posts', changes: changes.posts, generations });
    await replaceTags(tx, {
      posts: await hideTexts(tx, { table: 'posts', texts: changes.hiddenPosts, generations }),
      tags: [],
      tokens: new Map(),
    });
    await putTexts(tx, { table: 'comments', changes: changes.comments, generations });
    await hideTexts(tx, { table: 'comments', texts: changes.hiddenComments, generations });
    await deleteCommentsOf(
      tx,
      changes.posts.filter(({ content }) => content === null).map(({ id }) => id),
    );
    const { postLikes, postComments, commentLikes } = changes;
    await updateCounts(tx, { table: 'posts', of: 'like', counts: postLikes, generations });
    await updateCounts(tx, { table: 'posts', of: 'comment', counts: postComments, generations });
    await updateCounts(tx, { table: 'comments', of: 'like', counts: commentLikes, generations });
    for (const memberId of erasedIds) await eraseMember(tx, memberId);
  });
}

/** Puts members into generations, but for those who are gone for good. */
export async function putMembers(
  tx: Transaction,
  args: { members: IndexedMember[]; generations: number[]; as: 'told' | 'read' },
): Promise<void> {
  const { members, ...into } = args;
  const erased = await findErased(
    tx,
    members.map(({ id }) => id),
  );
  const rows = members.filter(({ id }) => !erased.has(id)).map(toMemberRow);
  if (rows.length > 0) await upsertMembers(tx, { rows, ...into });
}

/** Puts texts, and what tags they have, into generations, but for the words of those who are gone for good. */
export async function putTexts(
  tx: Transaction,
  args: { table: TextTable; changes: TextChange[]; generations: number[] },
): Promise<void> {
  const { table, generations } = args;
  const erased = await findErased(
    tx,
    args.changes.map(({ authorId }) => authorId),
  );
  const changes = args.changes.filter(
    ({ authorId, content }) => content === null || !erased.has(authorId),
  );
  if (changes.length === 0) return;
  const applied = await upsertTexts(tx, { table, rows: changes.map(toTextRow), generations });
  if (table === 'posts') await putTags(tx, applied, changes);
}

async function putTags(tx: Transaction, posts: TextKey[], changes: TextChange[]): Promise<void> {
  const changeOf = new Map(changes.map((change) => [change.id, change]));
  const tags = posts.flatMap((post) => {
    const { content, authorId } = changeOf.get(post.id) ?? { content: null, authorId: '' };
    if (!content || content.isHidden) return [];
    const { createdAt } = content;
    return tagsOf(content.text).map((tag) => ({ ...post, tag, authorId, createdAt }));
  });
  const tokens = new Map(tags.map(({ tag }) => [tag, toTagTokens(tag)]));
  await replaceTags(tx, { posts, tags, tokens });
}

/** How members are at present, and which of them are not there. */
export async function readMembers(
  deps: Pick<Deps, 'members'>,
  ids: string[],
): Promise<{ present: IndexedMember[]; absentIds: string[] }> {
  const present = await inParts(ids, membersPerRequest, (some) => deps.members.indexed(some));
  const found = new Set(present.map(({ id }) => id));
  return { present, absentIds: ids.filter((id) => !found.has(id)) };
}

async function eraseMember(tx: Transaction, memberId: string): Promise<void> {
  const posts = await deleteTextsOf(tx, quote(filterToken.author(memberId)));
  await replaceTags(tx, { posts, tags: [], tokens: new Map() });
  await deleteRecents(tx, { memberId });
}

function toTextRow({ content, ...change }: TextChange): TextRow {
  if (content === null) {
    const counts = { likeCount: 0, commentCount: 0 };
    const state = { isDeleted: true, isHidden: false };
    return { ...change, ...counts, ...state, createdAt: epoch, tokens: '' };
  }
  const { createdAt, likeCount, commentCount, isHidden } = content;
  const tokens = toTsvector({ ...content, id: change.id, authorId: change.authorId });
  const state = { isDeleted: false, isHidden };
  return { ...change, ...state, createdAt, likeCount, commentCount, tokens };
}

/** Of what is gone, whenever that was. */
const epoch = new Date(0).toISOString();

function toMemberRow({ id, handle, displayName, bio, ...member }: IndexedMember): MemberRow {
  const name = `${displayName} ${handle}`;
  const words = toPlaces(toUnits(name));
  // With the name, so that a query of both finds them.
  const told = bio === '' ? [] : toPlaces(toUnits(`${name}. ${bio}`));
  for (const [token, places] of told) words.set(bioMark + token, places);
  return {
    id,
    handleKey: handle.toLowerCase(),
    nameKey: toPrefixKey(displayName),
    isPublic: member.visibility === 'PUBLIC',
    followerCount: member.followerCount,
    tokens: writeTsvector(words, toPrefixTokens([handle, displayName])),
  };
}

function toTagTokens(tag: string): string {
  return writeTsvector(toPlaces(toUnits(tag)), toPrefixTokens([tag]));
}
