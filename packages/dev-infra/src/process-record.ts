import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { link, rm } from 'node:fs/promises';

/**
 * A process as a file remembers it. `identity` is when it was started: a pid alone is not enough to end a process
 * by, because pids are used again.
 */
export type ProcessRecord = { pid: number; identity: string };

/** Records a process just spawned. Synchronous, so that we cannot end between spawning and recording. */
export function recordProcess(path: string, pid: number): void {
  writeFileSync(path, JSON.stringify({ pid, identity: identifyProcess(pid) ?? '' }));
}

/** Records this very process, unless the file exists. Says whether it did; the file appears whole. */
export async function recordSelf(path: string): Promise<boolean> {
  const temporary = `${path}.${randomUUID()}`;
  recordProcess(temporary, process.pid);
  try {
    await link(temporary, path);
    return true;
  } catch (err) {
    if (err instanceof Error && 'code' in err && err.code === 'EEXIST') return false;
    throw err;
  } finally {
    await rm(temporary, { force: true });
  }
}

/** What a record says; `undefined` for a torn or absent one. */
export function parseRecord(text: string): ProcessRecord | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const { pid, identity } = value as Record<string, unknown>; // fields are checked on the next line
    if (typeof pid !== 'number' || typeof identity !== 'string') return undefined;
    return { pid, identity };
  } catch {
    return undefined;
  }
}

/** Whether the recorded process still runs: the same pid, started at the same moment. */
export function isRunning(record: ProcessRecord): boolean {
  return identifyProcess(record.pid) === record.identity;
}

function identifyProcess(pid: number): string | undefined {
  try {
    return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
  } catch {
    return undefined;
  }
}

function fromProc(pid: number): string | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, startTicks] = [fields[0], fields[19]];
  // A container whose first process reaps nobody keeps the dead as zombies.
  if (state === 'Z' || startTicks === undefined) return undefined;
  const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return `${bootId} ${startTicks}`;
}

function fromPs(pid: number): string | undefined {
  const output = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [state = '', ...started] = output.trim().split(/\s+/);
  return state === '' || state.startsWith('Z') ? undefined : started.join(' ');
}
