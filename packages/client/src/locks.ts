/* Locks that the tabs of an origin share. A page that begins before this client has come keeps to them, too. */

/** Held while a tab refreshes. */
export const refreshLock = 'dailyfeed-refresh';
/** Held by every open tab, shared: counting its holders tells whether there is anyone to ask. */
export const presenceLock = 'dailyfeed-tab';
