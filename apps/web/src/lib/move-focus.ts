import { mainId } from './routes.ts';

/** Moves the focus to what is no control, e.g. a post; nothing scrolls, and the Tab key goes on to the controls within. */
export function moveFocus(target: HTMLElement): void {
  if (!target.hasAttribute('tabindex')) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

/** Moves the focus to the content of the page where it is within `going`, or nowhere: who has gone on elsewhere stays there. */
export function moveFocusToContent(going: HTMLElement | null): void {
  const { activeElement, body } = document;
  if (activeElement !== body && !going?.contains(activeElement)) return;
  const content = document.querySelector<HTMLElement>(`#${mainId}`);
  if (content) moveFocus(content);
}
