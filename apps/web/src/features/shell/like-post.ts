import { isPostPage, mainId } from '../../lib/routes.ts';

/** Likes the post that has the focus, or else that of the page, or the first whose button the reader sees. */
export function likePost(): void {
  const focused = document.activeElement?.closest('article');
  const within = focused ?? document.querySelector(`#${mainId}`);
  const buttons = [...(within?.querySelectorAll<HTMLElement>('[data-shortcut="l"]') ?? [])];
  const isChosen = focused || isPostPage(location.pathname);
  const button = isChosen ? buttons[0] : buttons.find(isInSight);
  button?.click();
}

/** Whether an element is on the screen, with nothing above it such as the bars of a page. */
function isInSight(element: HTMLElement): boolean {
  const { left, top, width, height } = element.getBoundingClientRect();
  return element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}
