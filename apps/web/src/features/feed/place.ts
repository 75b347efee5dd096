import type { Page } from '@dailyfeed/contract/page';
import type { InfiniteData } from '@tanstack/react-query';

/** Where a place is kept; the head start of a page looks there too. */
export const placeKey = 'list-place';
/** What is above stands behind the page's header. */
export const headerPx = 64;

/** Where a reader was in a list when its page was left or loaded anew. */
export type Place = {
  path: string;
  /** What was on the screen, and where it stood. The second counts when the first is gone, and so on. */
  items: { id: string; top: number }[];
  /** The names of the pages from the first one that was loaded to the one with the items; none: it is the first. */
  cursors: string[];
  /** Whether nothing stood above the first of them. */
  isWhole: boolean;
  /** What stood on top of the whole list, as far as the reader had it. */
  first: string | null;
};

/** A page of a list as this tab holds it. */
export type ListPage = Page<{ id: string }> & {
  /** Names the page, where lists have names for their first one. */
  startCursor?: string | null;
  previousCursor?: string | null;
  /** The member's own new posts that this tab put there itself. */
  insertedIds?: string[];
  /** On a page that a list was begun anew with: the newest post that the reader had until then. */
  newestId?: string | null;
};
export type ListPages = InfiniteData<ListPage, string | null>;

/** What this tab came back to; undefined until it was looked for. */
let kept: Place | null | undefined;
/** Whether the way there is behind: the reader has arrived, or has gone elsewhere. */
let isOver = false;
const listeners = new Set<() => void>();

/** The place that the page which is shown has yet to bring under the eye. */
export function pendingPlace(): Place | null {
  const place = isOver ? null : keptPlace();
  return place && place.path === currentPath() ? place : null;
}

export function onPlaceOver(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function endPlace(): void {
  if (isOver) return;
  isOver = true;
  for (const listener of listeners) listener();
}

/** Keeps where the reader is in a list, for when its page is loaded anew. */
export function keepPlace(list: HTMLElement | null, data: ListPages | undefined): void {
  try {
    sessionStorage.removeItem(placeKey);
    const items = findItemsInView(list);
    const [item] = items;
    if (!item || !data || window.scrollY === 0) return;
    const place: Place = {
      path: currentPath(),
      items,
      cursors: cursorsDownTo(data, item.id),
      isWhole: isWhole(data),
      first: newestOf(data),
    };
    sessionStorage.setItem(placeKey, JSON.stringify(place));
  } catch {
    // Storage may be full or switched off: the page begins at its top.
  }
}

/** The name of the page above those of a list; null where it begins at its top. */
export function previousCursorOf(
  first: Pick<ListPage, 'previousCursor'>,
  cursor: string | null,
): string | null {
  const index = indexOfKept(cursor);
  if (index > 0) return keptPlace()?.cursors[index - 1] ?? null;
  // What has come above a whole list since waits behind its pill.
  if (index === 0 && keptPlace()?.isWhole) return null;
  return first.previousCursor ?? null;
}

/** Whether a list begins at its top, or where its top was when its page was left. */
export function isAtTop({ pages, pageParams }: ListPages): boolean {
  const [first] = pages;
  return !first || previousCursorOf(first, pageParams[0] ?? null) === null;
}

/** The item that stood on top of the whole list, as far as the reader has had it. */
export function newestOf(data: ListPages): string | null {
  const inserted = new Set(data.pages[0]?.insertedIds);
  const first = data.pages[0]?.items.find(({ id }) => !inserted.has(id))?.id ?? null;
  const cursor = data.pageParams[0] ?? null;
  if (cursor === null) return first;
  const index = indexOfKept(cursor);
  if (index > 0) return keptPlace()?.first ?? first;
  if (isWhole(data)) return first;
  // Read upwards, by ids: the list may have come to the known top, and beyond.
  const known = data.pages.find((page) => page.newestId)?.newestId ?? keptPlace()?.first ?? '';
  return first !== null && first > known ? first : known || null;
}

/** The items on the screen and where they stand, without those that are all behind the header. */
export function findItemsInView(list: HTMLElement | null): { id: string; top: number }[] {
  const found: { id: string; top: number }[] = [];
  for (const item of list?.querySelectorAll<HTMLElement>('[data-item]') ?? []) {
    const { top, bottom } = item.getBoundingClientRect();
    const id = item.dataset['item'];
    if (top >= window.innerHeight) break;
    if (bottom > headerPx && id !== undefined) found.push({ id, top });
  }
  return found;
}

function isWhole({ pageParams }: ListPages): boolean {
  const cursor = pageParams[0] ?? null;
  return cursor === null || (indexOfKept(cursor) >= 0 && keptPlace()?.isWhole === true);
}

/** The names of the pages down to the one that holds an item; none when it is on the first, or that has no name. */
function cursorsDownTo({ pages, pageParams }: ListPages, id: string): string[] {
  const index = pages.findIndex((page) => page.items.some((item) => item.id === id));
  const cursor = pageParams[0] ?? null;
  if (index === 0 && cursor === null) return [];
  const start = cursor ?? pages[0]?.startCursor;
  if (start === null || start === undefined) return [];
  const above = keptPlace()?.cursors.slice(0, Math.max(0, indexOfKept(cursor))) ?? [];
  const below = pageParams.slice(1, index + 1).filter((name) => name !== null);
  return [...above, start, ...below];
}

function indexOfKept(cursor: string | null): number {
  return cursor === null ? -1 : (keptPlace()?.cursors.indexOf(cursor) ?? -1);
}

function keptPlace(): Place | null {
  if (typeof window === 'undefined') return null;
  kept = kept === undefined ? takePlace() : kept;
  return kept;
}

/** The place that was kept for this page, when the browser has come back to it. */
function takePlace(): Place | null {
  try {
    const [entry] = performance.getEntriesByType('navigation');
    // Only `keepPlace` writes it; null where nothing was kept.
    const place = JSON.parse(sessionStorage.getItem(placeKey) ?? 'null') as Place | null; // see above
    sessionStorage.removeItem(placeKey);
    if (!place) return null;
    if (!(entry instanceof PerformanceNavigationTiming) || entry.type === 'navigate') return null;
    const isHere = place.path === currentPath() && pathOf(new URL(entry.name)) === place.path;
    return isHere ? place : null;
  } catch {
    return null;
  }
}

function currentPath(): string {
  return pathOf(location);
}

/** A feed in another order is another page. */
function pathOf({ pathname, search }: { pathname: string; search: string }): string {
  return pathname + search;
}
