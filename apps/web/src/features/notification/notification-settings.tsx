'use client';

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { useApi } from '../../lib/api.ts';
import { QueryError } from '../../ui/state.tsx';
import { FormSkeleton } from '../profile-settings/with-me.tsx';
import { PreferenceForm } from './preference-form.tsx';

/** What the member wants to hear of, once it is known what that was. */
export function NotificationSettings(): ReactNode {
  const query = useQuery(useApi().activity.notification.preferences.queryOptions());
  if (query.data) return <PreferenceForm preferences={query.data} />;
  if (!query.isError) return <FormSkeleton />;
  return <QueryError query={query} />;
}
