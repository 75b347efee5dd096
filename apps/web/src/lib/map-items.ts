import type { InfiniteData } from '@tanstack/react-query';

/** The pages of a list with other items; the very same pages, and data, where the items are the same. */
export function mapItems<Page extends { items: unknown[] }>(
  data: InfiniteData<Page, string | null>,
  change: (items: Page['items'], page: Page) => Page['items'],
): InfiniteData<Page, string | null> {
  const pages = data.pages.map((page) => {
    const items = change(page.items, page);
    return items === page.items ? page : { ...page, items };
  });
  return pages.some((page, index) => page !== data.pages[index]) ? { ...data, pages } : data;
}

/** Each item replaced, or taken away by null; the same items where all of them stay as they are. */
export function replaceIn<Item>(items: Item[], replace: (item: Item) => Item | null): Item[] {
  const replaced = items.flatMap((item) => replace(item) ?? []);
  const isSame = items.every((item, index) => item === replaced[index]);
  return isSame ? items : replaced;
}

/**
 * Writes into the cache only what changes something: elsewhere it gives undefined, which writes nothing. What is written
 * counts as asked for anew, and what is being read meanwhile is read again (`keepChanges`).
 */
export function whereChanged<Data>(
  change: (data: Data) => Data,
): (data: Data | undefined) => Data | undefined {
  return (data) => {
    const changed = data === undefined ? data : change(data);
    return changed === data ? undefined : changed;
  };
}
