import { findOwner } from '@dailyfeed/dev-infra/data-folder';

import { keepUrl } from './kept-url.ts';
import { dataDir, logsDir } from './paths.ts';
import { choosePublicPort } from './ports.ts';
import { showScreen } from './screen.ts';
import type { Mode } from './services.ts';
import { createSite, type Site } from './site.ts';
import { startAll } from './start-all.ts';

/** A second Ctrl-C counts as one only after this: a terminal and npm both pass the first on. */
const repeatMs = 700;

/** Starts everything, shows the address, and stays until it is told to stop. The process ends with it. */
export async function runSite(mode: Mode): Promise<void> {
  const startedAt = performance.now();
  try {
    await refuseSecondRun();
    const { port, remark } = await choosePublicPort(process.env['PORT']);
    const site = await createSite({ mode, publicPort: port, say: (line) => console.log(line) });
    stopOnSignal(site);
    await keepUrl(site.url);
    try {
      await startAll(site, mode);
    } catch (err) {
      // Told to stop while starting, it fails to start; that is no news.
      if (site.stopping.aborted) return;
      await site.stop();
      throw err;
    }
    showScreen({ url: site.url, remark, milliseconds: performance.now() - startedAt });
  } catch (err) {
    const message = err instanceof Error ? err.message : String(err);
    console.error(`\n${message}\n\nLogs: ${logsDir}\n`);
    process.exit(1);
  }
}

async function refuseSecondRun(): Promise<void> {
  const owner = await findOwner(dataDir);
  if (owner === undefined) return;
  throw new Error(
    `dailyfeed runs already in this folder (process ${owner}). Stop it with Ctrl-C where it was started.`,
  );
}

function stopOnSignal(site: Site): void {
  let stoppingSince: number | undefined;
  const stop = (): void => {
    if (stoppingSince !== undefined) {
      // The watchdogs end what is left.
      if (performance.now() - stoppingSince > repeatMs) process.exit(1);
      return;
    }
    stoppingSince = performance.now();
    console.log('\nStopping services, then stores (Ctrl-C again to force) …');
    site.stop().then(
      () => {
        console.log('Stopped.');
        process.exit(0);
      },
      (err: unknown) => {
        console.error(err);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('SIGHUP', stop);
  // The process that npm started is gone; nobody could stop this one any more.
  process.on('disconnect', stop);
}
