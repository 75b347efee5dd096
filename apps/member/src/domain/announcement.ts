import type { Deps } from '../deps.ts';

/** How long after each failure it is told again. */
const againMs = [1000, 10_000];

/**
 * Tells others by Redis of what is committed; `message` is logged where nobody could be told in the end. That one
 * command was late or lost does not mean that others see no Redis. Resolves once it was tried; what has failed is told
 * again behind the caller's back, and what was told twice does no harm.
 */
export async function announce(
  deps: Pick<Deps, 'log'>,
  what: { tell: () => Promise<void>; message: string },
): Promise<void> {
  await tryFrom(0, deps, what);
}

async function tryFrom(turn: number, ...args: Parameters<typeof announce>): Promise<void> {
  const [deps, { tell, message }] = args;
  try {
    await tell();
  } catch (error) {
    const delayMs = againMs[turn];
    if (delayMs === undefined) {
      deps.log.warn({ err: error }, message);
      return;
    }
    deps.log.debug({ err: error }, message);
    // A process that ends does not wait for it.
    setTimeout(() => void tryFrom(turn + 1, ...args), delayMs).unref();
  }
}
