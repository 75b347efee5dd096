import { defineConfig } from 'prisma/config';

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  // Only `prisma migrate deploy` connects; generating does not.
  // oxlint-disable-next-line node/no-process-env -- Prisma's command line has no other way in
  datasource: { url: process.env['MEMBER_DATABASE_URL'] ?? '' },
});
