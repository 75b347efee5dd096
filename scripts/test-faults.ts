import { runTestSet } from './test-set.ts';

process.exitCode = await runTestSet('faults');
