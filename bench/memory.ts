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

/** From here on the peak is counted anew. */
export async function resetPeak(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, '5');
}
