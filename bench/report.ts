import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import * as z from 'zod';

/** Kept beside all else that a machine makes of its own. */
export const benchFolder = join(import.meta.dirname, '../.dailyfeed/bench');

const Result = z.object({ at: z.string(), figures: z.record(z.string(), z.number()) });

/** Prints the figures beside those of the run before, as ratios, and keeps them as JSON for the next one. */
export async function report(name: string, figures: Record<string, number>): Promise<void> {
  const file = join(benchFolder, `${name}.json`);
  const before = await readLast(file);
  await mkdir(benchFolder, { recursive: true });
  await writeFile(file, JSON.stringify({ at: new Date().toISOString(), figures }, null, 2));
  const width = Math.max(...Object.keys(figures).map((label) => label.length));
  for (const [label, figure] of Object.entries(figures)) {
    const last = before?.[label];
    const ratio = last === undefined || last === 0 ? '' : `×${(figure / last).toFixed(2)}`;
    console.log(`${label.padEnd(width)}  ${toText(figure).padStart(12)}  ${ratio}`);
  }
}

async function readLast(file: string): Promise<Record<string, number> | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : Result.safeParse(JSON.parse(text)).data?.figures;
}

function toText(figure: number): string {
  return figure.toLocaleString('en', { maximumFractionDigits: figure < 100 ? 1 : 0 });
}
