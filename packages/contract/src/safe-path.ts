const longest = 2000;

/** A path of this site as a browser would read it; undefined for an address that leads anywhere else. */
export function safePath(given: string | null | undefined): string | undefined {
  if (!given?.startsWith('/') || given.length > longest) return undefined;
  // Any origin will do: what matters is whether the path leaves it ("//evil", "/\evil" and "/\t/evil" do).
  const origin = 'https://self.invalid';
  if (!URL.canParse(given, origin)) return undefined;
  const url = new URL(given, origin);
  return url.origin === origin ? url.pathname + url.search + url.hash : undefined;
}
