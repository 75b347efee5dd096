import { randomBytes } from 'node:crypto';

import * as z from 'zod';

import { readKept, writeKept } from './kept-file.ts';
import { dataDir } from './paths.ts';

const audiences = [
  'member',
  'content',
  'timeline',
  'activity',
  'image',
  'search',
  'gateway',
] as const;

const Secrets = z.object({
  keyEncryptionKey: z.string(),
  refreshTokenSecret: z.string(),
  /** Sign the addresses of images that are not public, as `IMAGE_TOKEN_KEYS` wants it. */
  imageTokenKeys: z.string(),
  /** Per audience, as `PASSPORT_KEYS` wants it: `kid:base64url`. */
  passportKeys: z.record(z.enum(audiences), z.string()),
});
export type Secrets = z.output<typeof Secrets>;

/** Data of a release that knew fewer of them. */
const KeptSecrets = Secrets.partial().extend({
  passportKeys: z.partialRecord(z.enum(audiences), z.string()),
});

/** The secrets of the data in `folder`, made on its first start and kept with it, since it is encrypted with them. */
export async function loadSecrets(folder = dataDir): Promise<Secrets> {
  const kept = await readKept('secrets.json', KeptSecrets, folder);
  const secrets = Secrets.parse({
    keyEncryptionKey: createSecret(),
    refreshTokenSecret: createSecret(),
    imageTokenKeys: createKeys(),
    ...kept,
    passportKeys: Object.fromEntries(
      audiences.map((audience) => [audience, kept?.passportKeys[audience] ?? createKeys()]),
    ),
  });
  await writeKept('secrets.json', secrets, folder);
  return secrets;
}

function createKeys(): string {
  return `k1:${createSecret()}`;
}

function createSecret(): string {
  return randomBytes(32).toString('base64url');
}
