import { readdir, readFile } from 'node:fs/promises';

/** The kernel's ticks are of 10 ms on every Linux there is. */
const tickMs = 10;

/** Processor time by name, in ms. */
export type Spent = Record<string, number>;

/**
 * What each process and those it started have spent so far, after Linux' `/proc`; nothing elsewhere. It says what a
 * request costs however busy the machine is with something else.
 */
export async function readSpent(processes: Record<string, number>): Promise<Spent> {
  const stats = await readStats();
  const spentBy = (pid: number): number => {
    const children = stats.filter((stat) => stat.parent === pid && stat.pid !== pid);
    const own = stats.find((stat) => stat.pid === pid)?.ms ?? 0;
    return children.reduce((sum, child) => sum + spentBy(child.pid), own);
  };
  if (stats.length === 0) return {};
  return Object.fromEntries(Object.entries(processes).map(([name, pid]) => [name, spentBy(pid)]));
}

/** A process, who started it, and its processor time. */
type Stat = { pid: number; parent: number; ms: number };

/** All processes there are, after Linux' `/proc`. */
export async function readStats(): Promise<Stat[]> {
  const names = await readdir('/proc').catch(() => []);
  const pids = names.filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(
    pids.map(async (pid): Promise<Stat[]> => {
      const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      // The second field is the program's name in brackets, which may hold anything.
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
      // Of the process itself, and of those it started that have ended since, each in user and system mode.
      const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
      return [{ pid: Number(pid), parent: Number(fields[1]), ms: ticks * tickMs }];
    }),
  );
  return stats.flat();
}
