import { AppError } from '@dailyfeed/contract/errors';
import {
  ByHandlesInput,
  type MemberSummary,
  ReadableIdsInput,
  RelationshipsInput,
  SummariesInput,
  type Visibility,
} from '@dailyfeed/contract/member';
import { newId } from '@dailyfeed/service-kit/id';
import type * as z from 'zod';

import { askInParts } from '../src/clients/members.ts';
import type { Members } from '../src/deps.ts';

/**
 * Stands in for the member service: people, whom they follow, and whom they do not want to meet. It refuses what the
 * contract refuses, and is asked as the service is.
 */
export function createTestMembers() {
  const people = new Map<string, MemberSummary>();
  const followings = new Map<string, Set<string>>();
  const hidden = new Map<string, { blocked: Set<string>; muted: Map<string, string | null> }>();
  const state = { isAway: false, refusals: 0, questions: 0, relationshipQuestions: 0 };
  const hiddenOf = (memberId: string) => {
    const known = hidden.get(memberId) ?? { blocked: new Set(), muted: new Map() };
    hidden.set(memberId, known);
    return known;
  };
  const refuseWhenAway = (): void => {
    if (!state.isAway) return;
    state.refusals += 1;
    throw new AppError('UPSTREAM_UNAVAILABLE');
  };
  const take = (schema: z.ZodType, input: unknown): void => {
    refuseWhenAway();
    state.questions += 1;
    if (!schema.safeParse(input).success) throw new AppError('INPUT_INVALID');
  };

  const now = (): string => new Date().toISOString();
  const isReadable = (readerId: string, id: string): boolean => {
    const visibility = people.get(id)?.visibility;
    const isFollower = followings.get(readerId)?.has(id) ?? false;
    return visibility === 'PUBLIC' || (visibility === 'FOLLOWERS' && isFollower);
  };

  const service: Members = {
    summaries: async (ids) => {
      take(SummariesInput, { ids });
      return ids.flatMap((id) => people.get(id) ?? []);
    },
    idsByHandle: async (handles) => {
      take(ByHandlesInput, { handles });
      return [...people.values()].flatMap(({ id, handle }) => (handles.includes(handle) ? id : []));
    },
    followings: async (memberId) => {
      refuseWhenAway();
      return { items: [...(followings.get(memberId) ?? [])], nextCursor: null };
    },
    readableIds: async (readerId, ids) => {
      take(ReadableIdsInput, { readerId, ids });
      return ids.filter((id) => isReadable(readerId, id));
    },
    relationships: async (pairs) => {
      take(RelationshipsInput, { pairs });
      state.relationshipQuestions += 1;
      return pairs.map(({ readerId, memberId }) => {
        const { blocked, muted } = hiddenOf(readerId);
        const until = muted.get(memberId);
        const isMuted = until === null || (until !== undefined && until > now());
        return {
          readerId,
          memberId,
          following: followings.get(readerId)?.has(memberId) ?? false,
          readable: isReadable(readerId, memberId),
          hidden: blocked.has(memberId) || isMuted,
        };
      });
    },
    hiddenIds: async (memberId) => {
      refuseWhenAway();
      const { blocked, muted } = hiddenOf(memberId);
      return {
        blocked: [...blocked],
        muted: [...muted].map(([id, until]) => ({ memberId: id, until })),
      };
    },
  };
  return {
    port: askInParts(service),
    state,
    add: (): string => {
      const id = newId();
      const handle = `m${id.slice(-12)}`;
      people.set(id, { id, handle, displayName: handle, avatarUrl: null, visibility: 'PUBLIC' });
      return id;
    },
    handleOf: (id: string): string => people.get(id)?.handle ?? '',
    setVisibility: (id: string, visibility: Visibility): void => {
      const summary = people.get(id);
      if (summary) people.set(id, { ...summary, visibility });
    },
    /** Deactivated or erased: no longer among the summaries. */
    remove: (id: string): void => void people.delete(id),
    follow: (memberId: string, targetId: string): void => {
      followings.set(memberId, new Set([...(followings.get(memberId) ?? []), targetId]));
    },
    unfollow: (memberId: string, targetId: string): void =>
      void followings.get(memberId)?.delete(targetId),
    block: (blockerId: string, blockedId: string): void => {
      hiddenOf(blockerId).blocked.add(blockedId);
      hiddenOf(blockedId).blocked.add(blockerId);
    },
    mute: (muterId: string, mutedId: string, until: Date | null): void =>
      void hiddenOf(muterId).muted.set(mutedId, until?.toISOString() ?? null),
  };
}
