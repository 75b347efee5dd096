import { Listr, type ListrTask, PRESET_TIMER } from 'listr2';

import { buildWeb, generateClients } from './build.ts';
import { hasDemoWorld, importDemoWorldOnce } from './demo-world-once.ts';
import { type ServiceName, serviceNames } from './service-env.ts';
import type { Mode } from './services.ts';
import type { Site } from './site.ts';

/** Starts a site step by step, showing each with its time; plain lines where there is no terminal. */
export async function startAll(site: Site, mode: Mode): Promise<void> {
  // Begun as soon as it can be, waited for where the pages are needed.
  let pages: Promise<void> = Promise.resolve();
  const stores: ListrTask = {
    title: 'Stores',
    task: async (_, task) => {
      const ready: string[] = [];
      await site.startStores((name, milliseconds) => {
        ready.push(`${name} ${(milliseconds / 1000).toFixed(1)} s`);
        task.title = `Stores (${ready.join(', ')})`;
      });
    },
  };
  const code: ListrTask = {
    title: 'Database clients',
    task: async () => {
      await generateClients(site.stopping);
      if (mode === 'start') pages = buildWeb(site.stopping);
      pages.catch(() => undefined);
    },
  };
  const service = (name: ServiceName): ListrTask => ({
    title: name,
    task: async (_, task) => {
      if (name === 'web') {
        task.output = 'building pages';
        await pages;
      }
      await site.startService(name);
    },
  });

  const steps = new Listr(
    [
      { title: 'Prepare', task: (_, task) => task.newListr([stores, code], { concurrent: true }) },
      {
        title: 'Services',
        task: (_, task) => task.newListr(serviceNames.map(service), { concurrent: true }),
      },
      {
        title: 'Demo world',
        skip: () => hasDemoWorld(),
        task: () => importDemoWorldOnce(site),
      },
    ],
    {
      // Ctrl-C is ours: it has servers to stop.
      registerSignalListeners: false,
      rendererOptions: { timer: PRESET_TIMER, collapseSubtasks: false, collapseErrors: false },
      fallbackRendererOptions: { timer: PRESET_TIMER },
    },
  );
  await steps.run();
}
