'use client';

import type { MuteState } from '@dailyfeed/contract/relation';
import { useQuery } from '@tanstack/react-query';

import { useApi } from '../../lib/api.ts';
import { useSession } from '../../lib/session.tsx';

/** Whether the reader mutes a member, and until when; undefined while it is not known, and for a visitor. */
export function useMuteState(memberId: string): MuteState | undefined {
  const { state } = useSession();
  const query = useQuery(
    useApi().member.mute.state.queryOptions({ memberId }, { enabled: state === 'member' }),
  );
  return state === 'member' ? query.data : undefined;
}
