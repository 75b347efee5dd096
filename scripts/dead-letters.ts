import { runInSite } from './in-site.ts';

/*
 * npm run dead-letters -- list [--kind listener|publisher] [--group G] [--status S] [--type T] [--limit N]
 * npm run dead-letters -- show <id>
 * npm run dead-letters -- resend|park <id> …
 * npm run dead-letters -- resend|park [--kind …] [--group …] [--type …]    all that wait
 */

process.exitCode = await runInSite('activity', ['dead-letters', ...process.argv.slice(2)]);
