'use client';

import type { Me } from '@dailyfeed/contract/member';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useRef, useState } from 'react';

import { useApi } from '../../lib/api.ts';
import { meOptions } from '../../lib/me-options.ts';
import { useSessionActions } from '../../lib/session.tsx';
import { toast } from '../../ui/toaster.tsx';
import { adoptLanguage } from '../auth/use-grant-form.ts';

export type Completion =
  | { state: 'working' }
  | { state: 'welcome'; me: Me }
  | { state: 'failed'; failure: unknown; retry: () => void };

/** Who comes back from the provider, and where they go on. */
export type Arrival = { next: string; isNew: boolean; isReactivated: boolean };

/** Who is new stays for a word of welcome; everybody else is led on at once. */
export function useCompletion({ next, isNew, isReactivated }: Arrival): Completion {
  const t = useTranslations('auth');
  const session = useSessionActions();
  const { me: ofMe } = useApi().member.profile;
  const queryClient = useQueryClient();
  const router = useRouter();
  const [outcome, setOutcome] = useState<{ me: Me } | { failure: unknown }>();
  const hasBegun = useRef(false);

  const complete = useCallback(async () => {
    try {
      await session.resume();
      // The page asks for it as well, once there is a member.
      const me = await queryClient.fetchQuery(ofMe.queryOptions(undefined, meOptions));
      adoptLanguage(me);
      setOutcome({ me });
      if (isNew) return;
      toast.success(t(isReactivated ? 'reactivated' : 'welcomeBack', { name: me.displayName }));
      router.replace(next);
      // The next page is drawn by the server with the member's language and shell.
      router.refresh();
    } catch (error) {
      setOutcome({ failure: error });
    }
  }, [session, queryClient, ofMe, router, next, isNew, isReactivated, t]);

  useEffect(() => {
    // Once, however often React mounts it: each attempt uses a refresh token.
    if (hasBegun.current) return;
    hasBegun.current = true;
    void complete();
  }, [complete]);

  if (outcome && 'failure' in outcome) {
    const retry = (): void => {
      setOutcome(undefined);
      void complete();
    };
    return { state: 'failed', failure: outcome.failure, retry };
  }
  return outcome && isNew ? { state: 'welcome', me: outcome.me } : { state: 'working' };
}
