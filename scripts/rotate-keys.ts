import { runInSite } from './in-site.ts';

/*
 * npm run rotate-keys -- --now             the next key signs, once published for 11 minutes
 * npm run rotate-keys -- --revoke <kid>    withdraws a key that others may know
 */

process.exitCode = await runInSite('member', ['rotate-keys', ...process.argv.slice(2)]);
