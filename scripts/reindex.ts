import { runInSite } from './in-site.ts';

// npm run reindex    builds the search index anew, while the present one serves

process.exitCode = await runInSite('search', ['reindex', ...process.argv.slice(2)]);
