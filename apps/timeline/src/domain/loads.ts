/** What is being asked for this moment, so that many who miss the same thing ask for it once. */
export type Loads<T> = {
  /** Joins the load of `key` that is under way, or begins one. */
  once(key: string, load: () => Promise<T>): Promise<T>;
};

export function createLoads<T>(): Loads<T> {
  const underWay = new Map<string, Promise<T>>();
  return {
    once: (key, load) => {
      const joined = underWay.get(key);
      if (joined) return joined;
      const begun = load().finally(() => underWay.delete(key));
      underWay.set(key, begun);
      return begun;
    },
  };
}
