import { runProgram } from './run-program.ts';
import { findRunningSite } from './running-site.ts';
import { toServiceEnvs } from './service-env.ts';

/*
 * npm run rotate-keys -- --now             the next key signs, once published for 11 minutes
 * npm run rotate-keys -- --revoke <kid>    withdraws a key that others may know
 */

const site = await findRunningSite();
if (site === undefined) {
  console.error(
    '\nNo dailyfeed runs in this folder: there are no keys to rotate. Run npm start first.\n' +
      'For a deployment: node apps/member/src/commands/rotate-keys.ts --now, with the environment of member.\n',
  );
  process.exitCode = 1;
} else {
  const args = ['apps/member/src/commands/rotate-keys.ts', ...process.argv.slice(2)];
  process.exitCode = await runProgram('node', args, toServiceEnvs(site).member);
}
