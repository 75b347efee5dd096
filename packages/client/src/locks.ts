/* Locks that the tabs of an origin share. A page that begins before this client has come keeps to them, too. */

/** Held while a tab refreshes. */
export const refreshLock = 'dailyfeed-refresh';
/** Held by a tab that logs somebody in or out; where both are wanted, before the one of a refresh. */
export const changeLock = 'dailyfeed-change';
/** Held by every open tab, shared: counting its holders tells whether there is anyone to ask. */
export const presenceLock = 'dailyfeed-tab';
