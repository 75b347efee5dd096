import { mainId } from './routes.ts';

/** Moves the focus to what is no control, e.g. a post; nothing scrolls, and the Tab key goes on to the controls within. */
export function moveFocus(target: HTMLElement): void {
  if (!target.hasAttribute('tabindex')) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

/** Moves the focus to the content of the page, for where what has it is about to go. */
export function moveFocusToContent(): void {
  const content = document.querySelector<HTMLElement>(`#${mainId}`);
  if (content) moveFocus(content);
}
