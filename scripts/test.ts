import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Count, countReport } from './count-report.ts';
import { runProgram } from './run-program.ts';

// What is generated is imported by everything that is checked and tested; the pages are opened by a browser.
const built = await countProgram('turbo', [
  'run',
  'generate',
  'build',
  '--output-logs=errors-only',
]);
const checked = await countProgram('npm', ['run', 'check']);
const tested = await countTests();

const failed = built.failed + checked.failed + tested.failed;
process.exitCode = failed === 0 ? 0 : 1;
console.log(`${built.passed + checked.passed + tested.passed} passed, ${failed} failed`);

/** A step that is one thing: it counts as one. */
async function countProgram(name: string, args: string[]): Promise<Count> {
  const code = await runProgram(name, args);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function countTests(): Promise<Count> {
  const folder = await mkdtemp(join(tmpdir(), 'dailyfeed-report-'));
  const file = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const code = await runProgram('vitest', ['run', ...reporters, ...process.argv.slice(2)]);
    const text = await readFile(file, 'utf8').catch(() => undefined);
    const count = text === undefined ? { passed: 0, failed: 0 } : countReport(text);
    // Whatever else went wrong (a set-up, an error outside of any test) counts as one failure.
    return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
