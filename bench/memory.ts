import { readFile, writeFile } from 'node:fs/promises';

/** Memory that a process has resident, in MB, after Linux' `/proc`: the most since the last reset, and just now. */
export async function readMemory(pid: number): Promise<{ peak: number; resident: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const read = (name: string): number => {
    const [, kibibytes] = status.match(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm')) ?? [];
    return (Number(kibibytes) * 1024) / 1_000_000;
  };
  return { peak: read('VmHWM'), resident: read('VmRSS') };
}

/** Megabytes of a process alone, and its share of what it has in common with others. */
export async function readShare(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  const [, kibibytes] = text.match(/^Pss:\s+(\d+) kB$/m) ?? [];
  return (Number(kibibytes ?? 0) * 1024) / 1_000_000;
}

/** From here on the peak is counted anew. */
export async function resetPeak(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, '5');
}
