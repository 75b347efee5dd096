/**
 * Keeps what a reader types, chooses, presses and sends before the scripts that answer it have come, and does it again
 * when `readyEvent` reaches the document; from then on it does nothing. It is written out into the page, to run before
 * anything else does, so it uses nothing from outside of itself.
 */
export function keepEvents(readyEvent: string): void {
  const typed = new Map<HTMLInputElement | HTMLTextAreaElement, string>();
  // Of a group of buttons the last that was chosen counts; a box stands alone.
  const chosen = new Map<unknown, { field: HTMLInputElement; isChecked: boolean }>();
  // Where a syllable is in the making: to set its field's value would break it off.
  let composed: EventTarget | null = null;
  // In their order, and each but once: who presses again for want of an answer means the same.
  const acts = new Map<Element, () => void>();

  const onInput = ({ target }: Event): void => {
    const isInput = target instanceof HTMLInputElement;
    if (isInput && (target.type === 'checkbox' || target.type === 'radio')) {
      const group = target.type === 'radio' ? target.name : target;
      chosen.set(group, { field: target, isChecked: target.checked });
    } else if ((isInput && target.type !== 'file') || target instanceof HTMLTextAreaElement)
      typed.set(target, target.value);
  };
  const onCompose = ({ type, target }: Event): void => {
    composed = type === 'compositionend' ? null : target;
  };
  const onClick = (event: Event): void => {
    const button =
      event.target instanceof Element
        ? event.target.closest<HTMLButtonElement>('button[type=button]')
        : null;
    if (!button) return;
    event.stopImmediatePropagation();
    acts.set(button, () => button.click());
  };
  const onSubmit = (event: SubmitEvent): void => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    acts.set(form, () => form.requestSubmit(event.submitter));
  };

  /** As if it were typed now: forms begin with their own values when their scripts come. */
  const retype = (field: HTMLInputElement | HTMLTextAreaElement, value: string): void => {
    const { selectionStart: start, selectionEnd: end } = field;
    // Through the field, React learns of a value and has no change to tell; below it, it has.
    field.value = field.defaultValue;
    Reflect.set(Object.getPrototypeOf(field), 'value', value, field);
    // Not every kind of field has a place in its text.
    if (start !== null) field.setSelectionRange(start, end);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const replay = (field: HTMLInputElement | HTMLTextAreaElement, value: string): void => {
    if (field !== composed) return retype(field, value);
    field.addEventListener('compositionend', () => retype(field, field.value), { once: true });
  };
  /** As if it were pressed now: React has no change to tell of what it found as it is. */
  const choose = (field: HTMLInputElement, isChecked: boolean): void => {
    // Not pressed any more, it would be left turned about.
    if (field.disabled) return;
    field.checked = !isChecked;
    field.click();
  };

  window.addEventListener('input', onInput, true);
  window.addEventListener('compositionstart', onCompose, true);
  window.addEventListener('compositionend', onCompose, true);
  window.addEventListener('click', onClick, true);
  window.addEventListener('submit', onSubmit, true);
  document.addEventListener(
    readyEvent,
    () => {
      window.removeEventListener('input', onInput, true);
      window.removeEventListener('compositionstart', onCompose, true);
      window.removeEventListener('compositionend', onCompose, true);
      window.removeEventListener('click', onClick, true);
      window.removeEventListener('submit', onSubmit, true);
      for (const [field, value] of typed) if (field.isConnected) replay(field, value);
      for (const { field, isChecked } of chosen.values())
        if (field.isConnected) choose(field, isChecked);
      for (const [element, act] of acts) if (element.isConnected) act();
    },
    { once: true },
  );
}
