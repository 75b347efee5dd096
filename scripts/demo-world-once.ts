import * as z from 'zod';

import { importDemoWorld } from './demo-world.ts';
import { runInSite } from './in-site.ts';
import { readKept, writeKept } from './kept-file.ts';
import { toServiceUrls } from './service-env.ts';
import type { Site } from './site.ts';

const fileName = 'demo-world.json';
const Kept = z.object({ at: z.iso.datetime(), isDone: z.boolean() });

/** Whether this clone's site has been filled already. */
export async function hasDemoWorld(): Promise<boolean> {
  return (await readKept(fileName, Kept))?.isDone ?? false;
}

/** Fills the site on its first start. One that was broken off is taken up with the same present, hence the same ids. */
export async function importDemoWorldOnce({ ports, secrets }: Site): Promise<void> {
  const at = (await readKept(fileName, Kept))?.at ?? new Date().toISOString();
  await writeKept(fileName, { at, isDone: false });
  const urls = toServiceUrls(ports);
  await importDemoWorld({
    memberUrl: urls.member,
    contentUrl: urls.content,
    activityUrl: urls.activity,
    imageUrl: urls.image,
    passportKeys: secrets.passportKeys,
    at: new Date(at),
  });
  // Of most of it no event tells. Whoever waits for the first start is shown what goes wrong only.
  if ((await runInSite('search', ['reindex'], { LOG_LEVEL: 'warn' })) !== 0) {
    throw new Error('The demo world was not indexed for search.');
  }
  await writeKept(fileName, { at, isDone: true });
}
