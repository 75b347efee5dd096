import type { ExportItem } from '@dailyfeed/contract/export';

import type { Transaction } from './client.ts';

/** A stretch of what is one member's, in the order of the keys behind `after`. */
export type ExportRange = { memberId: string; after: string | null; limit: number };
export type ExportRow = { key: string; item: ExportItem };
export type ExportTable = {
  count(tx: Transaction, memberId: string): Promise<number>;
  list(tx: Transaction, range: ExportRange): Promise<ExportRow[]>;
};

const behind = (after: string | null) => (after === null ? {} : { gt: after });
/** How others are named: by what everybody may see of them. */
const person = { select: { id: true, handle: true, displayName: true } } as const;
type Person = { id: string; handle: string; displayName: string };
const named = (who: Person) => ({
  memberId: who.id,
  handle: who.handle,
  displayName: who.displayName,
});

export const exportedSessions: ExportTable = {
  count: (tx, memberId) => tx.refreshToken.count({ where: { memberId } }),
  list: async (tx, { memberId, after, limit }) => {
    const rows = await tx.refreshToken.findMany({
      where: { memberId, id: behind(after) },
      // What tokens are made of stays here.
      omit: { memberId: true, salt: true, generation: true, accessJti: true },
      orderBy: { id: 'asc' },
      take: limit,
    });
    return rows.map((item) => ({ key: item.id, item }));
  },
};

export const exportedHandles: ExportTable = {
  count: (tx, memberId) => tx.heldHandle.count({ where: { memberId } }),
  list: async (tx, { memberId, after, limit }) => {
    const rows = await tx.heldHandle.findMany({
      where: { memberId, handleKey: behind(after) },
      orderBy: { handleKey: 'asc' },
      take: limit,
    });
    return rows.map(({ handleKey: handle, heldUntil }) => ({
      key: handle,
      item: { handle, heldUntil },
    }));
  },
};

export const exportedIdentities: ExportTable = {
  count: (tx, memberId) => tx.linkedIdentity.count({ where: { memberId } }),
  list: async (tx, { memberId, after, limit }) => {
    const rows = await tx.linkedIdentity.findMany({
      where: { memberId, id: behind(after) },
      omit: { memberId: true },
      orderBy: { id: 'asc' },
      take: limit,
    });
    return rows.map((item) => ({ key: item.id, item }));
  },
};

export const exportedFollowings: ExportTable = {
  count: (tx, memberId) => tx.follow.count({ where: { followerId: memberId } }),
  list: async (tx, { memberId, after, limit }) => {
    const rows = await tx.follow.findMany({
      where: { followerId: memberId, id: behind(after) },
      include: { following: person },
      orderBy: { id: 'asc' },
      take: limit,
    });
    return rows.map(({ id, following, createdAt }) => ({
      key: id,
      item: { ...named(following), createdAt },
    }));
  },
};

export const exportedFollowers: ExportTable = {
  count: (tx, memberId) => tx.follow.count({ where: { followingId: memberId } }),
  list: async (tx, { memberId, after, limit }) => {
    const rows = await tx.follow.findMany({
      where: { followingId: memberId, id: behind(after) },
      include: { follower: person },
      orderBy: { id: 'asc' },
      take: limit,
    });
    return rows.map(({ id, follower, createdAt }) => ({
      key: id,
      item: { ...named(follower), createdAt },
    }));
  },
};

export const exportedRequestsMade: ExportTable = {
  count: (tx, memberId) => tx.followRequest.count({ where: { requesterId: memberId } }),
  list: async (tx, { memberId, after, limit }) => {
    const rows = await tx.followRequest.findMany({
      where: { requesterId: memberId, id: behind(after) },
      include: { target: person },
      orderBy: { id: 'asc' },
      take: limit,
    });
    return rows.map(({ id, target, createdAt }) => ({
      key: id,
      item: { ...named(target), createdAt },
    }));
  },
};

export const exportedRequestsHad: ExportTable = {
  count: (tx, memberId) => tx.followRequest.count({ where: { targetId: memberId } }),
  list: async (tx, { memberId, after, limit }) => {
    const rows = await tx.followRequest.findMany({
      where: { targetId: memberId, id: behind(after) },
      include: { requester: person },
      orderBy: { id: 'asc' },
      take: limit,
    });
    return rows.map(({ id, requester, createdAt }) => ({
      key: id,
      item: { ...named(requester), createdAt },
    }));
  },
};

export const exportedBlocks: ExportTable = {
  count: (tx, memberId) => tx.block.count({ where: { blockerId: memberId } }),
  list: async (tx, { memberId, after, limit }) => {
    const rows = await tx.block.findMany({
      where: { blockerId: memberId, id: behind(after) },
      include: { blocked: person },
      orderBy: { id: 'asc' },
      take: limit,
    });
    return rows.map(({ id, blocked, createdAt }) => ({
      key: id,
      item: { ...named(blocked), createdAt },
    }));
  },
};

export const exportedMutes: ExportTable = {
  count: (tx, memberId) => tx.mute.count({ where: { muterId: memberId } }),
  list: async (tx, { memberId, after, limit }) => {
    const rows = await tx.mute.findMany({
      where: { muterId: memberId, id: behind(after) },
      include: { muted: person },
      orderBy: { id: 'asc' },
      take: limit,
    });
    return rows.map(({ id, muted, until, createdAt }) => ({
      key: id,
      item: { ...named(muted), until, createdAt },
    }));
  },
};

export const exportedDismissals: ExportTable = {
  count: (tx, memberId) => tx.dismissedRecommendation.count({ where: { memberId } }),
  list: async (tx, { memberId, after, limit }) => {
    const rows = await tx.dismissedRecommendation.findMany({
      where: { memberId, dismissedId: behind(after) },
      include: { dismissed: person },
      orderBy: { dismissedId: 'asc' },
      take: limit,
    });
    return rows.map(({ dismissed, createdAt }) => ({
      key: dismissed.id,
      item: { ...named(dismissed), createdAt },
    }));
  },
};

/** The one item that is the account itself, without what proves who one is. Undefined once it is erased. */
export async function findExportedAccount(
  tx: Transaction,
  memberId: string,
): Promise<ExportItem | undefined> {
  const row = await tx.member.findFirst({
    where: { id: memberId, disabledAt: null },
    omit: { handleKey: true },
    include: {
      password: { select: { changedAt: true } },
      emailChange: { omit: { memberId: true, id: true } },
    },
  });
  if (!row) return undefined;
  const { password, birthDate, ...account } = row;
  return {
    ...account,
    // The day as it was given: it has no zone.
    birthDate: birthDate?.toISOString().slice(0, 10) ?? null,
    passwordChangedAt: password?.changedAt ?? null,
  };
}

/** Whether the session and its member are still there to be answered. */
export async function isSessionAlive(
  tx: Transaction,
  who: { memberId: string; sessionId: string },
): Promise<boolean> {
  const { sessionId: id, memberId } = who;
  const where = { id, memberId, endedAt: null, member: { disabledAt: null } };
  return (await tx.refreshToken.count({ where })) > 0;
}
