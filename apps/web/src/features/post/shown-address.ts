const shownAddressMax = 42;

/** How an address is written on the page: without its scheme, cut where it gets long. */
export function shownAddress(address: string): string {
  const short = address.replace(/^https?:\/\/(www\.)?/i, '').replace(/\/$/, '');
  return short.length > shownAddressMax ? `${short.slice(0, shownAddressMax - 1)}…` : short;
}
