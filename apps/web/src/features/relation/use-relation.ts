'use client';

import type { MemberSummary } from '@dailyfeed/contract/member';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { useApi, useApiClient } from '../../lib/api.ts';
import { toast } from '../../ui/toaster.tsx';
import { useCommentCache } from '../comment/comment-cache.ts';
import { usePostCache } from '../post/post-cache.ts';
import { useMemberCache } from '../profile/member-cache.ts';

export type Named = Pick<MemberSummary, 'id' | 'displayName'>;
/** What can be done about a member one does not want to meet; mutes last until their ISO time, or without an end. */
export type RelationAction =
  | { kind: 'block' | 'unblock' | 'unmute' }
  | { kind: 'mute'; until: string | null };

/**
 * Blocks, mutes and takes it back. How the reader stands to the member is read anew. Whatever else this tab has loaded
 * may show the member, too: it loses what the reader is not to meet any more, and is read anew with the next visit, since
 * a list that is read now would move, and be asked for page by page. Feeds, which no visit reads anew, have again what was
 * muted or blocked once the reader asks for what is new.
 */
export function useRelation(
  member: Named,
  onDone: () => void = () => undefined,
): { act: (action: RelationAction) => void; isPending: boolean } {
  const client = useApiClient();
  const { profile, block, mute } = useApi().member;
  const queryClient = useQueryClient();
  const posts = usePostCache();
  const comments = useCommentCache();
  const members = useMemberCache();
  const t = useTranslations('relation');
  const errorText = useErrorText();
  const { mutate, isPending } = useMutation<unknown, Error, RelationAction>({
    mutationKey: ['member', 'relation', member.id],
    scope: { id: `relation:${member.id}` },
    mutationFn: (action) => {
      const memberId = member.id;
      switch (action.kind) {
        case 'block':
          return client.member.block.block.mutate({ memberId });
        case 'unblock':
          return client.member.block.unblock.mutate({ memberId });
        case 'mute':
          return client.member.mute.mute.mutate({ memberId, until: action.until });
        case 'unmute':
          return client.member.mute.unmute.mutate({ memberId });
      }
    },
    onSuccess: (_state, { kind }) => {
      toast.success(t(doneText[kind], { name: member.displayName }));
      if (kind === 'block' || kind === 'mute') {
        posts.dropAuthor(member.id, kind === 'block' ? 'blocked' : 'muted');
        comments.dropAuthor(member.id);
      }
      if (kind === 'block') members.drop(member.id);
      void queryClient.invalidateQueries({ refetchType: 'none' });
      for (const filter of [profile.byHandle.queryFilter(), block.pathFilter(), mute.pathFilter()])
        void queryClient.invalidateQueries(filter);
      onDone();
    },
    onError: (error) => toast.error(errorText(error)),
  });
  return { act: mutate, isPending };
}

const doneText = {
  block: 'blockedDone',
  unblock: 'unblockedDone',
  mute: 'mutedDone',
  unmute: 'unmutedDone',
} as const satisfies Record<RelationAction['kind'], string>;
