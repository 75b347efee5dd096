import { runProgram } from './run-program.ts';

/** Runs the tests of `vitest.<name>.config.ts`, with the arguments of this process; gives the exit code. */
export async function runTestSet(name: 'faults' | 'nightly'): Promise<number> {
  // What is generated is imported by what is tested.
  const generated = await runProgram('turbo', ['run', 'generate', '--output-logs=errors-only']);
  const config = `vitest.${name}.config.ts`;
  const args = ['run', '--config', config, ...process.argv.slice(2)];
  return generated || runProgram('vitest', args);
}
