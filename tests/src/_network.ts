import { test as base } from 'vitest';

import { shareInWorker } from './_worker.ts';
import { type Network, startNetwork } from './network.ts';
import { createStores } from './stores.ts';

/**
 * A test that is given a whole dailyfeed. All files of a worker have the same, so each test brings its own people and
 * words, and counts on nothing that others change. What needs other settings or a clock starts its own.
 */
// oxlint-disable-next-line no-empty-pattern -- vitest reads from it that nothing else is needed
export const test = base.extend('network', { scope: 'worker' }, async ({}, { onCleanup }) =>
  shareInWorker(await startWithStores(), onCleanup),
);

async function startWithStores(): Promise<Network> {
  await using stack = new AsyncDisposableStack();
  const stores = stack.use(await createStores());
  const network = stack.use(await startNetwork({ urls: stores.urls }));
  const running = stack.move();
  return { ...network, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
