import type { DomainEvent } from '@dailyfeed/contract/events';
import type { IndexedMember } from '@dailyfeed/contract/index-page';
import { inTransaction, type Transaction } from '@dailyfeed/service-kit/postgres';

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
  await inTransaction(deps.db, async (tx) => {
    await putMembers(tx, members.present, null);
    await updateFollowerCounts(tx, followed.present);
    await deleteMembers(tx, [...members.absentIds, ...changes.erasedIds]);
    await putTexts(tx, { table: 'posts', changes: changes.posts, generation: null });
    await replaceTags(tx, {
      posts: await hideTexts(tx, { table: 'posts', texts: changes.hiddenPosts }),
      tags: [],
      tokens: new Map(),
    });
    await putTexts(tx, { table: 'comments', changes: changes.comments, generation: null });
    await hideTexts(tx, { table: 'comments', texts: changes.hiddenComments });
    await deleteCommentsOf(
      tx,
      changes.posts.filter(({ content }) => content === null).map(({ id }) => id),
    );
    await updateCounts(tx, { table: 'posts', of: 'like', counts: changes.postLikes });
    await updateCounts(tx, { table: 'posts', of: 'comment', counts: changes.postComments });
    await updateCounts(tx, { table: 'comments', of: 'like', counts: changes.commentLikes });
    for (const memberId of changes.erasedIds) await eraseMember(tx, memberId);
  });
}

/** Puts members as they are read, into one generation or into all that live. */
export async function putMembers(
  tx: Transaction,
  members: IndexedMember[],
  generation: number | null,
): Promise<void> {
  if (members.length === 0) return;
  await upsertMembers(tx, { rows: members.map(toMemberRow), generation });
}

/** Puts texts, and what tags they have, into one generation or into all that live. */
export async function putTexts(
  tx: Transaction,
  args: { table: TextTable; changes: TextChange[]; generation: number | null },
): Promise<void> {
  const { table, changes, generation } = args;
  if (changes.length === 0) return;
  const applied = await upsertTexts(tx, { table, rows: changes.map(toTextRow), generation });
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

async function readMembers(
  deps: Pick<Deps, 'members'>,
  ids: string[],
): Promise<{ present: IndexedMember[]; absentIds: string[] }> {
  const present: IndexedMember[] = [];
  for (let start = 0; start < ids.length; start += membersPerRequest) {
    present.push(...(await deps.members.indexed(ids.slice(start, start + membersPerRequest))));
  }
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
