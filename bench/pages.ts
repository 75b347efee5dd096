import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { brotliCompressSync, gzipSync } from 'node:zlib';

import { buildWeb } from '@dailyfeed/scripts/build';
import { root } from '@dailyfeed/scripts/paths';
import * as z from 'zod';

/* How many scripts each page begins with, and what they weigh; more may follow when needed. */

/** Next's build, as it lies beside the one that stands alone. */
const built = join(root, 'apps/web/.next');
const manifestEnd = 'page_client-reference-manifest.js';

const Build = z.object({ rootMainFiles: z.array(z.string()) });
/** By layout, page and what stands in for them; all of a page's come with it. */
const Manifest = z.object({ entryJSFiles: z.record(z.string(), z.array(z.string())) });

await weighPages();

async function weighPages(): Promise<void> {
  await buildWeb(new AbortController().signal);
  const build = Build.parse(JSON.parse(await readFile(join(built, 'build-manifest.json'), 'utf8')));
  const app = join(built, 'server/app');
  const manifests = (await readdir(app, { recursive: true }))
    .filter((path) => path.endsWith(manifestEnd) && !path.startsWith('_'))
    .toSorted();
  console.log('scripts  gzip KB  brotli KB  page');
  for (const path of manifests) {
    const scripts = new Set([...build.rootMainFiles, ...(await scriptsOf(join(app, path)))]);
    const weights = await Promise.all([...scripts].map(weigh));
    const cells = [
      String(scripts.size).padStart(7),
      toKilobytes(weights.map(({ gzip }) => gzip)).padStart(7),
      toKilobytes(weights.map(({ brotli }) => brotli)).padStart(9),
      addressOf(path),
    ];
    console.log(cells.join('  '));
  }
}

async function scriptsOf(manifest: string): Promise<string[]> {
  // The file is a script that assigns to a global.
  const sandbox: { __RSC_MANIFEST: Record<string, unknown> } = { __RSC_MANIFEST: {} };
  runInNewContext(
    await readFile(manifest, 'utf8'),
    Object.assign(sandbox, { globalThis: sandbox }),
  );
  const [page] = Object.values(sandbox.__RSC_MANIFEST);
  return Object.values(Manifest.parse(page).entryJSFiles).flat();
}

async function weigh(script: string): Promise<{ gzip: number; brotli: number }> {
  const content = await readFile(join(built, script));
  return { gzip: gzipSync(content).length, brotli: brotliCompressSync(content).length };
}

function toKilobytes(bytes: number[]): string {
  return (bytes.reduce((sum, next) => sum + next, 0) / 1000).toFixed(1);
}

/** `(main)/p/[id]/page…` → `/p/[id]`. */
function addressOf(path: string): string {
  const folders = dirname(path)
    .split('/')
    .filter((name) => name !== '.' && !name.startsWith('('));
  return `/${folders.join('/')}`;
}
