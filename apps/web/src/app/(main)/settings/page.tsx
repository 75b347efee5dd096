import { redirect } from 'next/navigation';

import { routes } from '../../../lib/routes.ts';
import { isLikelyMember } from '../../../lib/server-reader.ts';

/** The settings begin with the first of their pages. */
export default async function SettingsPage() {
  redirect((await isLikelyMember()) ? routes.profileSettings() : routes.appearance());
}
