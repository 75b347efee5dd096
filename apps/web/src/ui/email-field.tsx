import type { ReactNode } from 'react';

import { TextField, type TextFieldProps } from './text-field.tsx';

/** Asks for an e-mail address; `autoComplete` is `username` where it is what the member logs in with. */
export function EmailField(
  props: Omit<TextFieldProps, 'type' | 'autoComplete'> & { autoComplete: 'username' | 'email' },
): ReactNode {
  return (
    <TextField
      {...props}
      type="email"
      inputMode="email"
      autoCapitalize="none"
      spellCheck={false}
      required
    />
  );
}
