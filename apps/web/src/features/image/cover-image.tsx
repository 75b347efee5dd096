'use client';

import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { useApi } from '../../lib/api.ts';
import { SiteImage } from '../../ui/site-image.tsx';
import { useRenewal } from './use-renewal.ts';

/** A member's cover. One that not everybody may see comes with a token: its profile is asked for a new one. */
export function CoverImage(props: { src: string; className: string }): ReactNode {
  const queryClient = useQueryClient();
  const { profile } = useApi().member;
  const renew = useRenewal(() => queryClient.invalidateQueries(profile.pathFilter()));
  return <SiteImage {...props} alt="" width={1500} height={500} onRefused={renew} />;
}
