import { runProgram } from './run-program.ts';

// What is generated is imported by what is tested.
const generated = await runProgram('turbo', ['run', 'generate', '--output-logs=errors-only']);
process.exitCode =
  generated ||
  (await runProgram('vitest', [
    'run',
    '--config',
    'vitest.faults.config.ts',
    ...process.argv.slice(2),
  ]));
