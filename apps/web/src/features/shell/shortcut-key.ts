/** The character a key means as a shortcut, also while the keyboard writes Hangul: `ㅓ` sits on the key of `j`. */
export function keyOf(event: Pick<KeyboardEvent, 'key' | 'code'>): string {
  if (/^[\u0021-\u007E]$/.test(event.key)) return event.key;
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  return letter === undefined ? event.key : letter.toLowerCase();
}

/** Whether a key press belongs to someone else: a text field, an open dialog or menu, the browser, a screen reader. */
export function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing) return true;
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  const { target } = event;
  if (target instanceof HTMLElement) {
    if (target.isContentEditable || target.closest('input, textarea, select') !== null) return true;
  }
  // A toast calls itself a dialog, too, but takes nothing over.
  const taking = ':is([role=dialog], [role=alertdialog]):not([aria-modal=false]), [role=menu]';
  return document.querySelector(taking) !== null;
}
