/** What a member's page has asked for before its scripts came. */
export type HeadStart = {
  /** The answer to a refresh, unread; undefined where another tab is to be asked for its token instead. */
  refresh: Promise<Response | undefined>;
  /** The answer to the first page of the reader's own feed; undefined on pages without it, or without a token. */
  feed: Promise<Response | undefined>;
};

/** What the script in the page is told of the world outside of it. */
export type HeadStartNames = {
  /** Held by the client of a tab that refreshes. */
  refreshLock: string;
  /** Held by the one tab that has a head start. */
  turnLock: string;
  /** Any of these is held while another tab is there to be asked for its token, or will be. */
  tabLocks: string[];
  refreshPath: string;
  /** Of the page that begins with the feed, with its search. */
  feedPage: string;
  feedPath: string;
  /** Of the session's storage: where the reader was in a list. */
  placeKey: string;
  takeEvent: string;
};

/** On the document, with a function as its detail: whoever sends it is given the head start, and nobody after. */
export const takeEvent = 'dailyfeed:take-head-start';
