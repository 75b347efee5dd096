/** Whether the reader has chosen before, in this browser. */
export function hasPreference(name: string): boolean {
  return document.cookie.split('; ').some((entry) => entry.startsWith(`${name}=`));
}

/** Keeps a preference of the reader for a year, where the server can read it with the next page. */
export function writePreference(name: string, value: string): void {
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  const year = 365 * 24 * 60 * 60;
  // The Cookie Store API is missing in http origins.
  document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${year}; SameSite=Lax${secure}`;
}
