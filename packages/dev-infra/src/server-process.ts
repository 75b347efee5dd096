import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';

import { isRunning, parseRecord, recordProcess } from './process-record.ts';

const longLogBytes = 20 * 1024 * 1024;

/** A program to run on its own: outside our process group, writing to a file. */
export type ServerCommand = {
  path: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
};

/** A server that was started and may have ended since. */
export type ServerProcess = {
  readonly pid: number;
  /** What signals are sent to: the pid, or minus the pid for its whole group. */
  readonly target: number;
  readonly hasExited: boolean;
  /** Settles when it ends, by whatever cause, with "exit code 1" or "SIGKILL". */
  readonly exited: Promise<string>;
  /** The last lines that this run wrote to its log. */
  logTail(lines?: number): string;
  /** Asks it to end, insists with SIGKILL after `patienceMs`, and waits until it is gone. */
  end(signal: NodeJS.Signals, patienceMs?: number): Promise<void>;
};

/**
 * Starts a server. It has no terminal and its own process group, so Ctrl-C reaches only us, and its output goes to
 * a file rather than a pipe, so it does not depend on us to be read.
 * @param options where the output goes, where the process is recorded for `endLeftover`, and whether it is
 *   signalled alone or with its group
 */
export function startServerProcess(
  command: ServerCommand,
  options: { log: string; record: string; signals?: 'process' | 'group' | undefined },
): ServerProcess {
  if (existsSync(options.log) && statSync(options.log).size > longLogBytes) {
    renameSync(options.log, `${options.log}.1`);
  }
  const log = openSync(options.log, 'a');
  const logStart = statSync(options.log).size;
  const child = spawn(command.path, command.args, {
    detached: true,
    stdio: ['ignore', log, log],
    ...(command.env && { env: command.env }),
    ...(command.cwd !== undefined && { cwd: command.cwd }),
  });
  closeSync(log);
  const exited = watchExit(child);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command.path} cannot be run`);
  recordProcess(options.record, pid);

  let hasExited = false;
  void exited.then(() => (hasExited = true));
  const target = options.signals === 'group' ? -pid : pid;
  return {
    pid,
    target,
    get hasExited() {
      return hasExited;
    },
    exited,
    logTail: (lines = 15) => {
      const text = readFileSync(options.log).subarray(logStart).toString('utf8').trim();
      return text.split('\n').slice(-lines).join('\n');
    },
    async end(signal, patienceMs = 15_000) {
      if (!hasExited) {
        send(target, signal);
        const insist = setTimeout(() => send(target, 'SIGKILL'), patienceMs);
        await exited;
        clearTimeout(insist);
      }
      // Children that outlived the leader of their group.
      if (target < 0) send(target, 'SIGKILL');
      await rm(options.record, { force: true });
    },
  };
}

/**
 * Ends the server that an earlier run recorded and left behind, if that very process is still there.
 * @returns whether there was one
 */
export async function endLeftover(record: string, signal: NodeJS.Signals): Promise<boolean> {
  const recorded = parseRecord(await readFile(record, 'utf8').catch(() => ''));
  const isLeft = recorded !== undefined && isRunning(recorded);
  if (isLeft) {
    send(recorded.pid, signal);
    const insistAt = Date.now() + 10_000;
    while (isRunning(recorded)) {
      if (Date.now() > insistAt) send(recorded.pid, 'SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  await rm(record, { force: true });
  return isLeft;
}

function send(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch (err) {
    const isGone = err instanceof Error && 'code' in err && err.code === 'ESRCH';
    if (!isGone) throw err;
  }
}

function watchExit(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (err) => resolve(err.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
}
