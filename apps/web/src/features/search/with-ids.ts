import type { Page } from '@dailyfeed/contract/page';
import type { InfiniteData } from '@tanstack/react-query';

type Pages<Item> = InfiniteData<Page<Item>, string | null>;

/** Gives each item of a list the id that lists know their items by. */
export function withIds<Item>(
  idOf: (item: Item) => string,
): (data: Pages<Item>) => Pages<Item & { id: string }> {
  return (data) => ({
    ...data,
    pages: data.pages.map((page) => ({
      ...page,
      items: page.items.map((item) => ({ ...item, id: idOf(item) })),
    })),
  });
}
