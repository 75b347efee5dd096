import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';

/** What runs under this pid ("node", "postgres"), or `undefined` when nothing does. */
export async function findProgramName(pid: string): Promise<string | undefined> {
  if (process.platform === 'linux') {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return basename(command.split('\0')[0] ?? '') || undefined;
  }
  const output = await promisify(execFile)('ps', ['-o', 'comm=', '-p', pid]).catch(() => undefined);
  return basename(output?.stdout.trim() ?? '') || undefined;
}
