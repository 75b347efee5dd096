import * as z from 'zod';

import { readKept, writeKept } from './kept-file.ts';
import { dataDir } from './paths.ts';
import { defaultPort } from './ports.ts';
import { toPublicOrigin } from './service-env.ts';

const fileName = 'site.json';
const Kept = z.object({ url: z.url() });

/** Keeps where this clone's site was started, for programs that talk to it. */
export async function keepUrl(url: string, folder = dataDir): Promise<void> {
  await writeKept(fileName, { url } satisfies z.input<typeof Kept>, folder);
}

/** Where this clone's site runs, or ran last; before its first start, where it would. */
export async function getUrl(folder = dataDir): Promise<string> {
  return (await readKept(fileName, Kept, folder))?.url ?? toPublicOrigin(defaultPort);
}
