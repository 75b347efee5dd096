import type { Providers } from '@dailyfeed/contract/provider';

import type { LinkedIdentityRow, Transaction } from '../db/client.ts';
import { listIdentities } from '../db/linked-identities.ts';
import { findPasswordHash } from '../db/password-credentials.ts';
import type { Deps } from '../deps.ts';
import { acceptsPassword, listRedirectProviders } from './provider.ts';

/** What somebody can log in by, and, for a member, by what they do. */
export async function listProviders(
  deps: Pick<Deps, 'db' | 'providers'>,
  memberId: string | undefined,
): Promise<Providers> {
  const external = listRedirectProviders(deps).map(({ id, name }) => ({ id, name }));
  return {
    acceptsPassword: acceptsPassword(deps),
    external,
    mine: memberId === undefined ? null : await listMine(deps, memberId),
  };
}

async function listMine(
  deps: Pick<Deps, 'db' | 'providers'>,
  memberId: string,
): Promise<Providers['mine']> {
  const rows = await listIdentities(deps.db, memberId);
  const linked = listRedirectProviders(deps).flatMap((provider) => {
    const row = rows.find((each) => isOf(each, provider));
    if (!row) return [];
    const { id, name } = provider;
    return [{ id, name, email: row.email, linkedAt: row.linkedAt.toISOString() }];
  });
  const hash = await findPasswordHash(deps.db, memberId);
  return { hasPassword: hash !== undefined, linked };
}

/** Names of what a member can log in by as things are set up here. */
export async function listWaysIn(
  deps: Pick<Deps, 'providers'>,
  tx: Transaction,
  memberId: string,
): Promise<string[]> {
  const rows = await listIdentities(tx, memberId);
  const hash = acceptsPassword(deps) ? await findPasswordHash(tx, memberId) : undefined;
  const external = listRedirectProviders(deps).filter((provider) =>
    rows.some((row) => isOf(row, provider)),
  );
  return [...(hash === undefined ? [] : ['password']), ...external.map(({ id }) => id)];
}

/** An issuer that was replaced under the same name does not know the subjects of the one before. */
function isOf(row: LinkedIdentityRow, provider: { id: string; issuer: string }): boolean {
  return row.provider === provider.id && row.issuer === provider.issuer;
}
