import 'server-only';
import type { Providers } from '@dailyfeed/contract/provider';

import { getServerApi } from '../../lib/server-api.ts';

/** The ways in. Where they cannot be had, the form is shown, and says itself what is wrong. */
export async function loadProviders(): Promise<Pick<Providers, 'acceptsPassword' | 'external'>> {
  try {
    return await (await getServerApi()).member.auth.providers.query();
  } catch {
    return { acceptsPassword: true, external: [] };
  }
}
