import { AppError } from '@dailyfeed/contract/errors';
import { ProviderId } from '@dailyfeed/contract/provider';

import type { Deps, RedirectProvider } from '../deps.ts';

type Registry = Pick<Deps, 'providers'>;

/** Whether accounts with an e-mail address and a password are open. */
export function acceptsPassword(deps: Registry): boolean {
  return deps.providers.some((provider) => provider.kind === 'password');
}

/** PASSWORD_CLOSED where all accounts belong to providers. */
export function requirePassword(deps: Registry): void {
  if (!acceptsPassword(deps)) throw new AppError('PASSWORD_CLOSED');
}

export function listRedirectProviders(deps: Registry): RedirectProvider[] {
  return deps.providers.filter((provider) => provider.kind === 'redirect');
}

/** PROVIDER_NOT_FOUND for one that is not offered here. */
export function getRedirectProvider(deps: Registry, name: string): RedirectProvider {
  const id = ProviderId.safeParse(name).data;
  const provider = listRedirectProviders(deps).find((each) => each.id === id);
  if (!provider) throw new AppError('PROVIDER_NOT_FOUND');
  return provider;
}
