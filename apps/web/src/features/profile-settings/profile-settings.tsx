'use client';

import type { ReactNode } from 'react';

import { HandleForm } from './handle-form.tsx';
import { PictureSettings } from './picture-settings.tsx';
import { ProfileForm } from './profile-form.tsx';
import { WithMe } from './with-me.tsx';

/** What others see of the member, and under which name. */
export function ProfileSettings(): ReactNode {
  return (
    <WithMe>
      {(me) => (
        <>
          <PictureSettings me={me} />
          <ProfileForm me={me} />
          <HandleForm me={me} />
        </>
      )}
    </WithMe>
  );
}
