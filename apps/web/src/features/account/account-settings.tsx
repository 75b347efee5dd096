'use client';

import type { ReactNode } from 'react';

import { WithMe } from '../profile-settings/with-me.tsx';
import { ChangeEmailForm } from './change-email-form.tsx';
import { ChangePasswordForm } from './change-password-form.tsx';
import { EmailState } from './email-state.tsx';

/** How the member is reached, and how they prove who they are. */
export function AccountSettings(): ReactNode {
  return (
    <WithMe>
      {(me) => (
        <>
          <EmailState me={me} />
          <ChangeEmailForm />
          <ChangePasswordForm />
        </>
      )}
    </WithMe>
  );
}
