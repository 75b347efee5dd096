import { mainId, searchBoxId } from '../../lib/routes.ts';

/** Moves the focus to the next or previous post of the page; true when there is one. */
export function stepPost(step: 1 | -1): boolean {
  const posts = [...document.querySelectorAll<HTMLElement>(`#${mainId} article`)];
  const present = posts.findIndex((post) => post.contains(document.activeElement));
  const next = posts[present === -1 ? firstInView(posts) : present + step];
  if (!next) return false;
  // Reached by these keys only; the Tab key goes on to the controls within.
  next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
  return true;
}

/** Shows what is new, wherever the focus is: what tells of it stands above the posts. */
export function showFresh(): boolean {
  const pill = document.querySelector<HTMLElement>('[data-shortcut="."]');
  pill?.click();
  return pill !== null;
}

/** Opens the post that has the focus itself, not one of its controls. */
export function openFocused(): boolean {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || focused.localName !== 'article') return false;
  focused.click();
  return true;
}

/** Moves the focus to the search box, with what is in it selected; false where the page shows none. */
export function focusSearch(): boolean {
  const box = document.querySelector<HTMLInputElement>(`#${searchBoxId}`);
  if (box?.checkVisibility() !== true) return false;
  box.focus();
  box.select();
  return true;
}

function firstInView(posts: HTMLElement[]): number {
  const index = posts.findIndex((post) => post.getBoundingClientRect().top >= 0);
  return Math.max(0, index);
}
