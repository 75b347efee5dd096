'use client';

import type { Me } from '@dailyfeed/contract/member';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { useApi } from '../../lib/api.ts';
import { QueryError } from '../../ui/state.tsx';
import { FormSkeleton, WithMe } from '../profile-settings/with-me.tsx';
import { type LinkOutcome, ProvidersSection } from '../provider/providers-section.tsx';
import { ChangeEmailForm } from './change-email-form.tsx';
import { ChangePasswordForm } from './change-password-form.tsx';
import { DeactivateSection } from './deactivate-section.tsx';
import { EmailState } from './email-state.tsx';
import { ExportSection } from './export-section.tsx';
import { FirstPassword } from './first-password.tsx';

/** How the member is reached, and how they prove who they are. */
export function AccountSettings({ outcome }: { outcome: LinkOutcome }): ReactNode {
  return (
    <WithMe>
      {(me) => (
        <>
          <EmailState me={me} />
          <WaysIn me={me} outcome={outcome} />
        </>
      )}
    </WithMe>
  );
}

function WaysIn({ me, outcome }: { me: Me; outcome: LinkOutcome }): ReactNode {
  const ways = useQuery(useApi().member.auth.providers.queryOptions());
  if (!ways.data) {
    if (!ways.isError) return <FormSkeleton />;
    return <QueryError query={ways} />;
  }
  const { acceptsPassword, mine } = ways.data;
  return (
    <>
      {mine?.hasPassword && <ChangeEmailForm />}
      {acceptsPassword && mine?.hasPassword && <ChangePasswordForm />}
      {acceptsPassword && mine && !mine.hasPassword && <FirstPassword email={me.email} />}
      <ProvidersSection ways={ways.data} outcome={outcome} />
      <ExportSection />
      <DeactivateSection hasPassword={mine?.hasPassword ?? true} />
    </>
  );
}
