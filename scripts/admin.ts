import { runProgram } from './run-program.ts';
import { findRunningSite } from './running-site.ts';
import { toServiceEnvs } from './service-env.ts';

/*
 * npm run admin -- list                       who is an admin
 * npm run admin -- grant <handle|e-mail>      makes somebody one
 * npm run admin -- revoke <handle|e-mail>     and no more
 */

const site = await findRunningSite();
if (site === undefined) {
  console.error(
    '\nNo dailyfeed runs in this folder: there is nobody to make an admin. Run npm start first.\n' +
      'For a deployment: node apps/member/src/commands/admin.ts list, with the environment of member.\n',
  );
  process.exitCode = 1;
} else {
  const args = ['apps/member/src/commands/admin.ts', ...process.argv.slice(2)];
  process.exitCode = await runProgram('node', args, toServiceEnvs(site).member);
}
