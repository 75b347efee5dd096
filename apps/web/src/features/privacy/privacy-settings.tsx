'use client';

import type { ReactNode } from 'react';

import { WithMe } from '../profile-settings/with-me.tsx';
import { VisibilityForm } from './visibility-form.tsx';

/** Who may see the member. */
export function PrivacySettings(): ReactNode {
  return <WithMe>{(me) => <VisibilityForm me={me} />}</WithMe>;
}
