import { fileURLToPath } from 'node:url';

import { createTestDatabase } from '@dailyfeed/dev-infra/test-database';
import { createLog } from '@dailyfeed/service-kit/log';
import { migrate } from '@dailyfeed/service-kit/migrate';
import { diffSchema } from '@dailyfeed/service-kit/schema-diff';
import { expect, test } from 'vitest';

const schemaFile = inPrisma('schema.prisma');
const handWritten = [
  'jwt_keys_one_next',
  'jwt_keys_one_current',
  'outbox_unsent',
  'outbox_dead',
  'outbox_sent',
  'mails_unsent',
  'follows_not_self_check',
  'blocks_not_self_check',
  'mutes_not_self_check',
  'follow_requests_not_self_check',
  'members_counters_check',
  'members_hidden',
];

test('the migrations make exactly what the schema describes', async () => {
  await using migrated = await createTestDatabase('member');
  await using scratch = await createTestDatabase('member');
  const log = createLog('test', { level: 'silent' });
  await migrate({ databaseUrl: migrated.url, folder: inPrisma('migrations'), log });
  const urls = { migratedUrl: migrated.url, scratchUrl: scratch.url };

  const difference = await diffSchema({ ...urls, schemaFile, handWritten });
  expect(difference).toEqual({ missing: [], unexpected: [] });
});

test('what only one of schema and migrations makes is found', async () => {
  await using migrated = await createTestDatabase('member');
  await using scratch = await createTestDatabase('member');
  const urls = { migratedUrl: migrated.url, scratchUrl: scratch.url };

  const { missing } = await diffSchema({ ...urls, schemaFile, handWritten });
  expect(missing).toContain('column members.email: text not null');
});

function inPrisma(path: string): string {
  return fileURLToPath(new URL(`../prisma/${path}`, import.meta.url));
}
