import { runProgram } from './run-program.ts';

const usage = `npm run bench -- pages      how many scripts each page begins with, and what they weigh; more may follow when needed
npm run bench -- passport   passports and access tokens per second on one core, beside the run before
npm run bench -- refresh    log-ins and refreshes per second, and how soon a revocation is felt, beside the run before`;

const name = process.argv[2] ?? '';
if (['pages', 'passport', 'refresh'].includes(name)) {
  process.exitCode = await runProgram('node', [`bench/${name}.ts`]);
} else {
  console.log(usage);
}
