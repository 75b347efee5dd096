/** What is being loaded this moment, by key. */
export type Loads<T> = {
  /** Asks `load`, once for all who come while it is under way; afterwards nothing is remembered. */
  join(key: string, load: () => Promise<T>): Promise<T>;
};

export function createLoads<T>(): Loads<T> {
  const underWay = new Map<string, Promise<T>>();
  return {
    join: (key, load) => {
      const known = underWay.get(key);
      if (known) return known;
      const loading = load().finally(() => underWay.delete(key));
      underWay.set(key, loading);
      return loading;
    },
  };
}
