import type { KeyboardEvent } from 'react';

/** Submits on Ctrl or ⌘ + Enter in a field of a form; tells whether it was that. */
export function submitOnShortcut(
  event: KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>,
  submit: () => void,
): boolean {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return false;
  event.preventDefault();
  const field = event.currentTarget;
  if (!event.nativeEvent.isComposing) {
    submit();
    return true;
  }
  // A Korean syllable is still being composed: leaving the field commits it, and it must not be committed into the
  // emptied field afterwards.
  field.blur();
  setTimeout(() => {
    field.form?.requestSubmit();
    field.focus();
  });
  return true;
}
