'use client';

import type { Profile } from '@dailyfeed/contract/member';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';

import { useApi } from '../../lib/api.ts';
import { useSession } from '../../lib/session.tsx';

/** A profile: first as the server saw it for a visitor, then with how the reader stands to its member. */
export function useProfile(
  handle: string,
  initial: Profile | undefined,
): UseQueryResult<Profile, unknown> {
  const api = useApi();
  const { state } = useSession();
  return useQuery(
    api.member.profile.byHandle.queryOptions(
      { handle },
      {
        ...(initial && { initialData: initial }),
        enabled: state === 'member' || !initial,
        staleTime: 0,
      },
    ),
  );
}
