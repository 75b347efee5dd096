import { runProgram } from './run-program.ts';
import { findRunningSite } from './running-site.ts';
import { type ServiceName, toServiceEnvs } from './service-env.ts';

/** Runs a command of a service with the environment the running site gave it, and `env`. Gives the exit code. */
export async function runInSite(
  service: ServiceName,
  [command, ...args]: [string, ...string[]],
  env: Record<string, string> = {},
): Promise<number> {
  const path = `apps/${service}/src/commands/${command}.ts`;
  const site = await findRunningSite();
  if (site !== undefined) {
    return runProgram('node', [path, ...args], { ...toServiceEnvs(site)[service], ...env });
  }
  console.error(
    '\nNo dailyfeed runs in this folder. Run npm start first.\n' +
      `For a deployment: node ${[path, ...args].join(' ')}, with the environment of ${service}.\n`,
  );
  return 1;
}
