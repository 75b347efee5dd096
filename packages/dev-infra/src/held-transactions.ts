/** Transactions that are under way, each with a connection of its own. */
export type HeldTransactions = {
  /** Lets them go on to their ends. */
  end(): Promise<void>;
};

/**
 * Keeps `count` transactions open at once. `transact` begins one, waits in it for `hold()`, and resolves with its end;
 * rejects where one ends before it holds.
 */
export async function holdTransactions(
  count: number,
  transact: (hold: () => Promise<void>) => Promise<unknown>,
): Promise<HeldTransactions> {
  const isOver = Promise.withResolvers<void>();
  const begin = async (): Promise<{ over: Promise<unknown> }> => {
    const isHeld = Promise.withResolvers<void>();
    const over = transact(() => {
      isHeld.resolve();
      return isOver.promise;
    });
    await Promise.race([isHeld.promise, over]);
    return { over };
  };
  const held = await Promise.all(Array.from({ length: count }, begin));
  return {
    end: async () => {
      isOver.resolve();
      await Promise.all(held.map(({ over }) => over));
    },
  };
}
