import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import PostalMime from 'postal-mime';

import { until } from '../src/until.ts';
import type { Site } from './_browser.ts';

/** The address in the mail to `email` that leads to `path`, once it has come. */
export async function linkTo(site: Site, email: string, path: string): Promise<string> {
  const links = await until(
    async () => {
      const files = (await readdir(site.network.mailDir))
        .filter((file) => file.endsWith('.eml'))
        .toSorted();
      const mails = await Promise.all(
        files.map(async (file) =>
          PostalMime.parse(await readFile(join(site.network.mailDir, file))),
        ),
      );
      return mails
        .filter((mail) => mail.to?.some((to) => to.address === email))
        .flatMap((mail) => mail.text?.match(/http\S+/g) ?? [])
        .filter((link) => link.includes(path));
    },
    (found) => found.length > 0,
    10_000,
  );
  return links.at(-1) ?? '';
}
