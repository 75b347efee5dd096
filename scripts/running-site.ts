import { findOwner } from '@dailyfeed/dev-infra/data-folder';
import { urlVariables } from '@dailyfeed/dev-infra/layout';
import * as z from 'zod';

import { readKept, writeKept } from './kept-file.ts';
import { dataDir } from './paths.ts';
import { loadSecrets } from './secrets.ts';
import { serviceNames, type ServiceEnvArgs } from './service-env.ts';

const fileName = 'site.json';

const KeptSite = z.object({
  urls: z.record(z.enum(urlVariables), z.string()),
  ports: z.record(z.enum([...serviceNames, 'gatewayPrivate']), z.number()),
  publicOrigin: z.string(),
});

/** Notes where this clone's site and its stores are, for commands that join it. */
export async function keepSite(site: z.output<typeof KeptSite>): Promise<void> {
  await writeKept(fileName, KeptSite.parse(site));
}

/** What the services of this clone's running site were started with; undefined while none runs. */
export async function findRunningSite(): Promise<ServiceEnvArgs | undefined> {
  if ((await findOwner(dataDir)) === undefined) return undefined;
  const kept = await readKept(fileName, KeptSite);
  return kept && { ...kept, secrets: await loadSecrets() };
}
