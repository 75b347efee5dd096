import type * as z from 'zod';

/** What can be wrong with one field. The key travels; the sentence is the reader's language's business. */
export const fieldErrors = {
  required: 'is required',
  invalid: 'is not valid',
  too_short: 'is too short',
  too_long: 'is too long',
  too_many: 'has too many entries',
  too_big: 'is too large',
  too_small: 'is too small',
  invalid_email: 'is not an e-mail address',
  invalid_url: 'is not a web address',
  invalid_id: 'is not an id',
  invalid_handle: 'may hold only letters, digits and underscores',
  control_characters: 'holds characters that cannot be shown',
  blank: 'must not be blank',
  reserved: 'is reserved',
  taken: 'is already taken',
  common_password: 'is one of the most common passwords',
  wrong_password: 'is not the password',
  unknown_field: 'is not a known field',
} as const;
export type FieldError = keyof typeof fieldErrors;

export function isFieldError(value: string): value is FieldError {
  return Object.hasOwn(fieldErrors, value);
}

/** Translates one Zod issue into our key. A custom rule names its key as its message. */
export function fieldErrorOf(issue: z.core.$ZodIssue): FieldError {
  if (isFieldError(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      // Zod leaves the input out of the issue unless asked; its own message is what tells them apart.
      return issue.message.endsWith('received undefined') ? 'required' : 'invalid';
    case 'too_small':
      if (issue.origin === 'string')
        return issue.inclusive && issue.minimum === 1 ? 'required' : 'too_short';
      return 'too_small';
    case 'too_big':
      if (issue.origin === 'string') return 'too_long';
      return issue.origin === 'array' ? 'too_many' : 'too_big';
    case 'invalid_format':
      return formatErrors[issue.format] ?? 'invalid';
    case 'unrecognized_keys':
      return 'unknown_field';
    default:
      return 'invalid';
  }
}

const formatErrors: Record<string, FieldError> = {
  email: 'invalid_email',
  url: 'invalid_url',
  uuid: 'invalid_id',
  guid: 'invalid_id',
};

/** All that is wrong with an input: path (`images.0.alt`) → key. The first problem of a path wins. */
export function fieldErrorsOf(error: z.core.$ZodError): Record<string, FieldError> {
  // Not an object: a field may be called `constructor` or `__proto__`.
  const fields = new Map<string, FieldError>();
  for (const issue of error.issues) {
    const paths =
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => [...issue.path, key])
        : [issue.path];
    for (const path of paths.map((keys) => keys.map(String).join('.'))) {
      if (!fields.has(path)) fields.set(path, fieldErrorOf(issue));
    }
  }
  return Object.fromEntries(fields);
}

/** One English sentence for developers and logs: "text is too long, handle is required". */
export function describeFieldErrors(fields: Record<string, FieldError>): string {
  return Object.entries(fields)
    .map(([path, key]) => `${path === '' ? 'input' : path} ${fieldErrors[key]}`)
    .join(', ');
}
