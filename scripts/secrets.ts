import { randomBytes } from 'node:crypto';

import * as z from 'zod';

import { readKept, writeKept } from './kept-file.ts';
import { dataDir } from './paths.ts';

const audiences = ['member', 'content', 'timeline', 'activity', 'gateway'] as const;

const Secrets = z.object({
  keyEncryptionKey: z.string(),
  refreshTokenSecret: z.string(),
  /** Per audience, as `PASSPORT_KEYS` wants it: `kid:base64url`. */
  passportKeys: z.record(z.enum(audiences), z.string()),
});
export type Secrets = z.output<typeof Secrets>;

/** The secrets of the data in `folder`, made on its first start and kept with it, since it is encrypted with them. */
export async function loadSecrets(folder = dataDir): Promise<Secrets> {
  const kept = await readKept('secrets.json', Secrets, folder);
  if (kept !== undefined) return kept;
  const secrets = {
    keyEncryptionKey: createSecret(),
    refreshTokenSecret: createSecret(),
    passportKeys: z
      .record(z.enum(audiences), z.string())
      .parse(Object.fromEntries(audiences.map((audience) => [audience, `k1:${createSecret()}`]))),
  };
  await writeKept('secrets.json', secrets, folder);
  return secrets;
}

function createSecret(): string {
  return randomBytes(32).toString('base64url');
}
