/** What of `navigator.locks`; the types of the DOM and of Node differ in what may be missing. */
type Locks = Pick<Navigator['locks'], 'request'> & {
  query(): Promise<{ held?: { name?: string }[] }>;
};

/** What of a browser the client uses. Absent outside of one. */
export type Browser = {
  /** The cookies a page may read. */
  cookies(): string;
  /** Missing where the page is not in a secure context. */
  locks: Locks | undefined;
  openChannel(name: string): InstanceType<typeof BroadcastChannel>;
};

/** The browser this runs in; undefined in Node and while a page is rendered on a server. */
export function findBrowser(): Browser | undefined {
  // Compiled with and without the DOM's types, so `document` cannot be named.
  const { document } = globalThis as { document?: { cookie: string } }; // see above
  if (document === undefined) return undefined;
  return {
    cookies: () => document.cookie,
    locks: (navigator as Partial<Navigator>).locks, // undefined in an insecure context
    openChannel: (name) => new BroadcastChannel(name),
  };
}
