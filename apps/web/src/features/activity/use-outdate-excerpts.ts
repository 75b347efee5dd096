'use client';

import { useQueryClient } from '@tanstack/react-query';

import { useApi } from '../../lib/api.ts';

/** Lets stories and notifications that quote what was deleted be read anew when one comes to them. */
export function useOutdateExcerpts(): () => void {
  const queryClient = useQueryClient();
  const { activity } = useApi();
  return () =>
    void queryClient.invalidateQueries({ ...activity.pathFilter(), refetchType: 'none' });
}
